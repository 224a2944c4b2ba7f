import type { VerdictOfReply } from "../../contract/summary.ts";
import type { PlainFigure } from "../pacing/auto-pace.ts";
import type { Tally } from "./tally.ts";

/**
 * Whether speculation paid: this reply's time per token beside plain decoding's on the same machine at the same depth.
 *
 * @returns null where nothing was drafted or plain decoding was never timed
 */
export function judgeReply({ figures, timing, tokens }: Tally, plain: PlainFigure | null): VerdictOfReply | null {
  if (plain === null || figures.drafted === 0) return null;
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
