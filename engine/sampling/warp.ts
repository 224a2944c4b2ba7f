import type { Decoding } from "../../contract/decoding.ts";
import { type Distribution, distributionFromWeights } from "./distribution.ts";
import { byLogit, type TokenLogit } from "./logits.ts";
import { penalizeRepeats } from "./repeat-penalty.ts";

/** The part of the decoding settings that shapes p' and q'. */
export type WarpSettings = Pick<Decoding, "temperature" | "topK" | "topP" | "minP" | "repeatPenalty">;

/**
 * p' or q': the probabilities that sampling uses, from a model's raw logits. Rules and order are those of llama.cpp's
 * sampler chain (common_params_sampling): repeat penalty, top-k, top-p, min-p, and the temperature last, so that top-p
 * and min-p judge the probabilities of the model itself.
 *
 * llama.cpp calculates in 32 bits and this in 64: probabilities agree to 1e-6, and a token that sits on the very edge of
 * top-p or min-p, within that distance, may fall on the other side.
 *
 * @param logits raw, in any order. With top-k on, a part of the vocabulary is exact if it holds the best topK + n
 *   tokens, where n counts the different tokens among the last 64 of `recentTokens` (0 with the penalty off). With
 *   top-k off it has to be the whole vocabulary.
 * @param settings temperature > 0; temperature 0 is {@link pickGreedy}
 * @param recentTokens what stands before this position, drafted tokens of the same round included
 */
export function warp(
  logits: readonly TokenLogit[],
  settings: WarpSettings,
  recentTokens: readonly number[],
): Distribution {
  let kept = penalizeRepeats(logits, settings.repeatPenalty, recentTokens);
  if (settings.topK > 0 && settings.topK < kept.length) {
    kept = kept.toSorted(byLogit).slice(0, settings.topK);
  }
  const best = kept.reduce((most, token) => Math.max(most, token.logit), Number.NEGATIVE_INFINITY);
  const totalWeight = kept.reduce((sum, token) => sum + Math.exp(token.logit - best), 0);

  // Top-p and min-p both keep a head of the sorted list, so min-p may go first: with top-k off it leaves a few tokens of
  // a hundred thousand to be sorted. What top-p counts is the weight of all that top-k left.
  if (settings.minP > 0) {
    const least = best + Math.log(settings.minP);
    kept = kept.filter((token) => token.logit >= least);
  }
  if (settings.topP < 1) {
    kept = headOfWeight(kept.toSorted(byLogit), best, settings.topP * totalWeight);
  }
  return distributionFromWeights(
    kept.map(({ id, logit }) => ({ id, weight: Math.exp((logit - best) / settings.temperature) })),
  );
}

/** As many of the best tokens as it takes to gather that weight, relative to the best one's; at least one. */
function headOfWeight(sorted: readonly TokenLogit[], best: number, weight: number): readonly TokenLogit[] {
  let gathered = 0;
  for (const [index, token] of sorted.entries()) {
    gathered += Math.exp(token.logit - best);
    if (gathered >= weight) {
      return sorted.slice(0, index + 1);
    }
  }
  return sorted;
}
