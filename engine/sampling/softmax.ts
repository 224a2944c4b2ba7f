import type { TokenProbability } from "./distribution.ts";
import { byLogit, type TokenLogit } from "./logits.ts";

/**
 * The model's own probabilities (p or q: softmax of the raw logits) of some tokens, best first.
 *
 * @param logits raw; the largest logit of the whole vocabulary is among them
 * @param totalWeight the sum of exp(logit - largest logit) over the whole vocabulary
 */
export function probabilitiesOf(logits: readonly TokenLogit[], totalWeight: number): readonly TokenProbability[] {
  const sorted = logits.toSorted(byLogit);
  const largest = sorted[0]?.logit ?? 0;
  // The sum comes from 32-bit arithmetic and may lie a hair below 1 where one token has all the weight.
  return sorted.map(({ id, logit }) => ({ id, probability: Math.min(1, Math.exp(logit - largest) / totalWeight) }));
}
