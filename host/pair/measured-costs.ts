import { isDeepStrictEqual } from "node:util";
import type { FileIdentity, KeptCosts } from "../../contract/costs.ts";
import type { ModelEntry, ModelId } from "../../contract/models.ts";
import type { ModelLibrary } from "../models/model-library.ts";

export interface MeasuredCostsOptions {
  readonly library: Pick<ModelLibrary, "entries" | "path">;
  /** Those learned last first. */
  readonly kept: () => Promise<readonly KeptCosts[]>;
  /** Tells files apart, in the engine. */
  readonly identify: (path: string) => Promise<FileIdentity>;
}

/**
 * c of each draft that has been in memory beside a target on this computer: the time of one of its tokens / the time of
 * one of the target's, as they were learned last. Drafts that never were have none.
 */
export async function measuredCosts(
  targetId: ModelId,
  { library, kept, identify }: MeasuredCostsOptions,
): Promise<Record<ModelId, number>> {
  const target = await identify(library.path(targetId));
  const ofTarget = (await kept()).filter(({ circumstances }) => isDeepStrictEqual(circumstances.target, target));
  const costs: Record<ModelId, number> = {};
  if (ofTarget.length === 0) return costs;
  for (const { id } of library.entries().filter(isReadable)) {
    // A file that went away since it was listed was measured as little as one that never was.
    const draft = await identify(library.path(id)).catch(() => null);
    const known = ofTarget.find(({ circumstances }) => draft !== null && isDeepStrictEqual(circumstances.draft, draft));
    const cost = known === undefined ? null : costOfGuess(known);
    if (cost !== null) costs[id] = cost;
  }
  return costs;
}

function isReadable({ problem }: ModelEntry): boolean {
  return problem === null;
}

/** Null where one of the two was never timed alone. */
function costOfGuess({ target, draft }: KeptCosts): number | null {
  const [ofTarget, ofDraft] = [target, draft].map((widths) => widths.find(({ width }) => width === 1)?.ms);
  return ofTarget === undefined || ofDraft === undefined ? null : ofDraft / ofTarget;
}
