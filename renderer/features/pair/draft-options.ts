import type { ModelEntry, ModelId } from "../../../contract/models.ts";
import type { FitsOfTarget } from "../../store/models.ts";
import { strings } from "../../strings.ts";

/** A model in the list of drafts. */
export interface DraftOption {
  readonly model: ModelEntry;
  /** Null: it may be chosen. Otherwise why not. */
  readonly obstacle: string | null;
  readonly fits: boolean;
  /** Draft parameters / target parameters; null where it is not known or does not fit. */
  readonly sizeRatio: number | null;
  /** c: time of one of its tokens / time of one of the target's, measured here; null: never measured. */
  readonly measuredCost: number | null;
  /** Why it may not be worth it although it fits. */
  readonly warning: string | null;
}

/** Every model as a draft for one target, those that fit first, the cheapest of them first; what does not fit says why. */
export function draftOptions(
  models: readonly ModelEntry[],
  targetId: ModelId | null,
  fits: FitsOfTarget | undefined,
  costs: Readonly<Record<ModelId, number>> = {},
): readonly DraftOption[] {
  const options = models
    .filter((model) => model.id !== targetId)
    .map((model) => draftOption(model, fits, costs[model.id] ?? null));
  return options.toSorted(
    (left, right) => Number(right.fits) - Number(left.fits) || estimateOf(left) - estimateOf(right),
  );
}

/** What a guess costs, in the target's tokens: as it was measured, else by how much smaller the draft is. */
function estimateOf({ measuredCost, sizeRatio }: DraftOption): number {
  return measuredCost ?? sizeRatio ?? 0;
}

function draftOption(model: ModelEntry, fits: FitsOfTarget | undefined, measuredCost: number | null): DraftOption {
  const barred = (obstacle: string): DraftOption => ({
    model,
    obstacle,
    fits: false,
    sizeRatio: null,
    measuredCost: null,
    warning: null,
  });
  if (model.problem !== null) return barred(model.problem.message);
  if (fits === undefined || fits.state === "loading") return barred(strings.pair.fitsLoading);
  if (fits.state === "failed") return barred(strings.pair.fitsFailed(fits.error.message));
  const fit = fits.fits[model.id];
  if (fit === undefined) return barred(strings.pair.notReadable);
  return fit.fits
    ? { model, obstacle: null, fits: true, sizeRatio: fit.sizeRatio, measuredCost, warning: fit.warning }
    : barred(fit.reason);
}

/** The draft to keep when the target changes: the present one where it fits the new target, else none. */
export function draftForTarget(draftId: ModelId | null, targetId: ModelId, fits: FitsOfTarget): ModelId | null {
  if (draftId === null || draftId === targetId || fits.state !== "known") return null;
  return fits.fits[draftId]?.fits === true ? draftId : null;
}
