import { brokenOutput } from "./broken-output.ts";
import { byLogit, type TokenLogit } from "./logits.ts";
import { penalizeRepeats } from "./repeat-penalty.ts";

/**
 * The token to emit at temperature 0: the largest logit after the repeat penalty, ties to the lowest id.
 *
 * @param logits raw, in any order. A part of the vocabulary is enough if it holds the best n + 1 tokens, where n counts
 *   the different tokens among the last 64 of `recentTokens` (1 with the penalty off).
 * @param recentTokens what stands before this position, drafted tokens of the same round included
 */
export function pickGreedy(
  logits: readonly TokenLogit[],
  repeatPenalty: number,
  recentTokens: readonly number[],
): number {
  const candidates = penalizeRepeats(logits, repeatPenalty, recentTokens).filter((token) => !Number.isNaN(token.logit));
  const [first, ...rest] = candidates;
  if (first === undefined) {
    throw brokenOutput();
  }
  return rest.reduce((best, token) => (byLogit(token, best) < 0 ? token : best), first).id;
}
