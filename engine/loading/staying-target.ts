import { isDeepStrictEqual } from "node:util";
import type { FileIdentity } from "../../contract/costs.ts";
import type { LoadRequest } from "../../contract/engine-messages.ts";
import type { LoadSettings } from "../../contract/loading.ts";

/** What a target was loaded by, or is asked for by. */
export interface TargetWish {
  readonly request: LoadRequest;
  /** The file at the target's path at that time. */
  readonly file: FileIdentity;
}

/**
 * Whether a target in memory is the one that is asked for, in the way that is asked for, so that another draft can be put
 * beside it. How many of its layers lie on a GPU depends on the draft as well: that is for the memory plan.
 */
export function isSameTarget(present: TargetWish, wanted: TargetWish): boolean {
  return (
    present.request.target === wanted.request.target &&
    isDeepStrictEqual(present.file, wanted.file) &&
    isDeepStrictEqual(ofTarget(present.request.settings), ofTarget(wanted.request.settings))
  );
}

/** The settings that a target is loaded by; the others are the draft's, or decide only whether to load at all. */
function ofTarget({ draftGpuLayers: _draft, memoryCheck: _check, ...settings }: LoadSettings): Partial<LoadSettings> {
  return settings;
}
