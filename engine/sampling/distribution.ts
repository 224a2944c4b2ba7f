import { OutriderError } from "../../contract/outrider-error.ts";
import { brokenOutput } from "./broken-output.ts";

export interface TokenProbability {
  readonly id: number;
  readonly probability: number;
}

/** A probability for each token that may come next: p' of the target or q' of the draft. */
export interface Distribution {
  /** Best first, ties to the lowest id. Each has a probability > 0; together they make 1, up to rounding. */
  readonly tokens: readonly TokenProbability[];
  /** 0 for a token that may not come. */
  probabilityOf(id: number): number;
}

/**
 * The distribution that is proportional to these weights. Tokens without weight are left out of it.
 *
 * @param weights each >= 0, in any order, no id twice
 * @throws OutriderError where no token has a weight that is a positive number: the model's output is broken
 */
export function distributionFromWeights(
  weights: readonly { readonly id: number; readonly weight: number }[],
): Distribution {
  const positive = weights.filter((entry) => entry.weight > 0);
  const total = positive.reduce((sum, entry) => sum + entry.weight, 0);
  if (!(total > 0 && Number.isFinite(total))) {
    throw brokenOutput();
  }
  return createDistribution(
    positive.map(({ id, weight }) => ({ id, probability: weight / total })).sort(byProbability),
  );
}

/** All of the probability on one token: q' of a drafter that does not sample. */
export function pointMass(id: number): Distribution {
  return createDistribution([{ id, probability: 1 }]);
}

/**
 * Draws a token: the first one, best first, at which the summed probabilities exceed `random`. Where rounding has left
 * the whole sum at or below `random`, that is the last token.
 *
 * @param random uniform in [0, 1)
 */
export function sample(distribution: Distribution, random: number): number {
  let cumulative = 0;
  let last: number | undefined;
  for (const { id, probability } of distribution.tokens) {
    cumulative += probability;
    if (random < cumulative) {
      return id;
    }
    last = id;
  }
  if (last === undefined) {
    throw new OutriderError("internal", "A distribution without tokens was sampled. This is a bug in Outrider.");
  }
  return last;
}

function byProbability(left: TokenProbability, right: TokenProbability): number {
  return right.probability - left.probability || left.id - right.id;
}

function createDistribution(tokens: readonly TokenProbability[]): Distribution {
  // Built at the first look-up: most rows of a verification are only sampled or never reached.
  let byId: ReadonlyMap<number, number> | undefined;
  return {
    tokens,
    probabilityOf(id) {
      byId ??= new Map(tokens.map((token) => [token.id, token.probability]));
      return byId.get(id) ?? 0;
    },
  };
}
