import type { PairFit } from "../../contract/loading.ts";
import type { ModelEntry, ModelId } from "../../contract/models.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import type { ModelLibrary } from "./model-library.ts";

export interface FitsOptions {
  readonly library: Pick<ModelLibrary, "entries" | "path">;
  /** Compares two files, in the engine. */
  readonly compare: (target: string, draft: string) => Promise<PairFit>;
}

/** Says for each readable model whether it could draft for a target. */
export type Fits = (targetId: ModelId) => Promise<Record<ModelId, PairFit>>;

/** Compares each pair of files once, until one of them changes. */
export function createFits({ library, compare }: FitsOptions): Fits {
  const known = new Map<string, PairFit>();

  async function fitOf(target: ModelEntry, draft: ModelEntry): Promise<PairFit> {
    const key = JSON.stringify([target, draft]);
    const found = known.get(key) ?? (await compare(library.path(target.id), library.path(draft.id)));
    known.set(key, found);
    return found;
  }

  return async (targetId) => {
    // Throws what is wrong with a target that cannot be had.
    library.path(targetId);
    const readable = library.entries().filter(({ problem }) => problem === null);
    const target = readable.find(({ id }) => id === targetId);
    const fits: Record<ModelId, PairFit> = {};
    if (target === undefined) return fits;
    for (const draft of readable) {
      try {
        fits[draft.id] = await fitOf(target, draft);
      } catch (error) {
        // A file that went bad since it was listed is none that could draft.
        if (!(error instanceof OutriderError) || error.kind !== "model-unreadable") throw error;
      }
    }
    return fits;
  };
}
