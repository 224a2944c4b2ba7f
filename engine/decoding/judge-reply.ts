import type { VerdictOfReply } from "../../contract/summary.ts";
import type { PlainFigure } from "../pacing/auto-pace.ts";
import type { Tally } from "./tally.ts";

/**
 * Whether speculation paid: this reply's time per token beside plain decoding's on the same machine at the same depth.
 * Where auto drafted nothing it says so too: what it cost to look for a better k is the difference.
 *
 * @param byAuto whether auto decided on any round of it
 * @returns null where drafting was out of the question or plain decoding was never timed
 */
export function judgeReply(
  { figures, timing, tokens }: Tally,
  plain: PlainFigure | null,
  byAuto: boolean,
): VerdictOfReply | null {
  if (plain === null || tokens === 0 || (figures.drafted === 0 && !byAuto)) return null;
  const msPerToken = (timing.draftMs + timing.verifyMs + timing.overheadMs) / tokens;
  return {
    plainMsPerToken: plain.msPerToken,
    source: plain.source,
    ageMs: plain.ageMs,
    msPerToken,
    speedup: plain.msPerToken / msPerToken,
    savedMs: (plain.msPerToken - msPerToken) * tokens,
  };
}
