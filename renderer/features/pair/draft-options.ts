import type { ModelEntry, ModelId } from "../../../contract/models.ts";
import type { FitsOfTarget } from "../../store/models.ts";
import { strings } from "../../strings.ts";

/** A model in the list of drafts. */
export interface DraftOption {
  readonly model: ModelEntry;
  /** Null: it may be chosen. Otherwise why not. */
  readonly obstacle: string | null;
  readonly fits: boolean;
}

/** Every model as a draft for one target, those that fit first; what does not fit says why. */
export function draftOptions(
  models: readonly ModelEntry[],
  targetId: ModelId | null,
  fits: FitsOfTarget | undefined,
): readonly DraftOption[] {
  const options = models.filter((model) => model.id !== targetId).map((model) => draftOption(model, fits));
  return options.toSorted((left, right) => Number(right.fits) - Number(left.fits));
}

function draftOption(model: ModelEntry, fits: FitsOfTarget | undefined): DraftOption {
  if (model.problem !== null) return { model, obstacle: model.problem.message, fits: false };
  if (fits === undefined || fits.state === "loading") return { model, obstacle: strings.pair.fitsLoading, fits: false };
  if (fits.state === "failed") return { model, obstacle: strings.pair.fitsFailed(fits.error.message), fits: false };
  const fit = fits.fits[model.id];
  if (fit === undefined) return { model, obstacle: strings.pair.notReadable, fits: false };
  return fit.fits ? { model, obstacle: null, fits: true } : { model, obstacle: fit.reason, fits: false };
}

/** The draft to keep when the target changes: the present one where it fits the new target, else none. */
export function draftForTarget(draftId: ModelId | null, targetId: ModelId, fits: FitsOfTarget): ModelId | null {
  if (draftId === null || draftId === targetId || fits.state !== "known") return null;
  return fits.fits[draftId]?.fits === true ? draftId : null;
}
