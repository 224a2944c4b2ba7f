import type { Summary } from "../../contract/summary.ts";
import { formatDuration } from "../output/figures.ts";

/** Differences below this share are noise on a computer that does other things too. */
const NOISE = 0.03;

/** Milliseconds of decoding per emitted token, load and prefill left out; null for an empty reply. */
export function millisecondsPerToken({ timing, tokens }: Pick<Summary, "timing" | "tokens">): number | null {
  return tokens.length === 0 ? null : (timing.draftMs + timing.verifyMs + timing.overheadMs) / tokens.length;
}

/** Measured plain ms per token / ms per token of this reply; above 1 speculation was faster. */
export function speedUp(plain: Summary, speculative: Summary): number | null {
  const [before, after] = [millisecondsPerToken(plain), millisecondsPerToken(speculative)];
  return before === null || after === null || after === 0 ? null : before / after;
}

/** Whether speculation paid for this reply, in one sentence. */
export function verdict(plain: Summary, speculative: Summary): string {
  if (speculative.drafted === 0) return "It never had a guess, so this was plain decoding.";
  const before = millisecondsPerToken(plain);
  const after = millisecondsPerToken(speculative);
  const factor = speedUp(plain, speculative);
  if (before === null || after === null || factor === null)
    return "Nothing was decoded, so there is nothing to compare.";
  const difference = formatDuration(Math.abs(before - after) * speculative.tokens.length);
  if (Math.abs(factor - 1) < NOISE) return "It made no difference.";
  return factor > 1
    ? `It saved ${difference}: ${factor.toFixed(2)} times as fast as plain decoding.`
    : `It cost ${difference}: ${factor.toFixed(2)} times as fast as plain decoding.`;
}
