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
  const penalized = penalizeRepeats(logits, settings.repeatPenalty, recentTokens);
  const best = penalized.reduce((most, token) => Math.max(most, token.logit), Number.NEGATIVE_INFINITY);
  const weightOf = (token: TokenLogit): number => Math.exp(token.logit - best);
  const totalOf = (tokens: readonly TokenLogit[]): number => tokens.reduce((sum, token) => sum + weightOf(token), 0);

  let kept = penalized;
  if (settings.topK > 0 && settings.topK < kept.length) {
    kept = sortedHead(kept, best, (head) => head.length >= settings.topK).slice(0, settings.topK);
  }
  // What top-p counts is the weight of all that top-k left. But it and min-p both keep a head of the sorted list, so that
  // min-p may take away its part first.
  const wanted = settings.topP * totalOf(kept);
  if (settings.minP > 0) {
    const least = best + Math.log(settings.minP);
    kept = kept.filter((token) => token.logit >= least);
  }
  if (settings.topP < 1) {
    const head = sortedHead(kept, best, (tokens) => totalOf(tokens) >= wanted);
    let gathered = 0;
    const last = head.findIndex((token) => {
      gathered += weightOf(token);
      return gathered >= wanted;
    });
    kept = last < 0 ? head : head.slice(0, last + 1);
  }
  return distributionFromWeights(
    kept.map(({ id, logit }) => ({ id, weight: Math.exp((logit - best) / settings.temperature) })),
  );
}

/** How far below the best logit the head is looked for, step by step. */
const DEPTHS = [4, 8, 16];

/**
 * The best tokens in order: as many as it takes to be enough, or a few more. Sorting a whole vocabulary takes tens of
 * milliseconds, and nearly all of it lies far below what a model may say next.
 */
function sortedHead(
  tokens: readonly TokenLogit[],
  best: number,
  isEnough: (head: readonly TokenLogit[]) => boolean,
): readonly TokenLogit[] {
  for (const depth of DEPTHS) {
    const head = tokens.filter((token) => token.logit >= best - depth);
    if (isEnough(head)) {
      return head.sort(byLogit);
    }
  }
  return tokens.toSorted(byLogit);
}
