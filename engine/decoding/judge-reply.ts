import type { VerdictOfReply } from "../../contract/summary.ts";
import type { PlainFigure } from "../pacing/auto-pace.ts";
import type { PlainTime } from "./plain-time.ts";
import type { Tally } from "./tally.ts";

export interface Evidence {
  readonly tally: Tally;
  readonly plainTime: PlainTime;
  /** Where the figure for a plain token comes from; null: none was ever timed. */
  readonly plain: Pick<PlainFigure, "source" | "ageMs"> | null;
  /** Whether auto decided on any round. */
  readonly byAuto: boolean;
}

/**
 * Whether speculation paid: this reply's time per token beside plain decoding's on the same machine at the same depth.
 * Where auto drafted nothing it says so too: what it took to look for drafts is the difference.
 *
 * @returns null where drafting was out of the question or plain decoding was never timed
 */
export function judgeReply({ tally, plainTime, plain, byAuto }: Evidence): VerdictOfReply | null {
  const { figures, timing, tokens } = tally;
  if (plain === null || tokens === 0 || (figures.drafted === 0 && !byAuto)) return null;
  const ms = timing.draftMs + timing.verifyMs + timing.overheadMs;
  return {
    plainMsPerToken: plainTime.ms / tokens,
    source: plain.source,
    ageMs: plain.ageMs,
    msPerToken: ms / tokens,
    speedup: plainTime.ms / ms,
    savedMs: plainTime.ms - ms,
  };
}
