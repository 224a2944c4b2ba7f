import { type Distribution, distributionFromWeights } from "./distribution.ts";

/** One application of the acceptance rule. */
export interface DraftedTokenTest {
  readonly accepted: boolean;
  /** p' of the drafted token. */
  readonly p: number;
  /** q' of the drafted token. */
  readonly q: number;
  /** min(1, p'/q'). */
  readonly probability: number;
}

/**
 * Rejection sampling (Leviathan et al., 2211.17192; Chen et al., 2302.01318): keeps a drafted token with probability
 * min(1, p'/q'). Together with {@link residual} the emitted tokens have exactly the distribution p'.
 *
 * @param draft the distribution that the token was sampled from, nothing else; a point mass where the draft did not sample
 * @param random uniform in [0, 1), drawn for this test alone
 */
export function testDraftedToken(test: {
  readonly target: Distribution;
  readonly draft: Distribution;
  readonly token: number;
  readonly random: number;
}): DraftedTokenTest {
  const p = test.target.probabilityOf(test.token);
  const q = test.draft.probabilityOf(test.token);
  return {
    // A product instead of a quotient: no division by zero, and p' = 0 never passes.
    accepted: test.random * q < p,
    p,
    q,
    probability: p >= q ? Math.sign(p) : p / q,
  };
}

/**
 * What the correction is sampled from after a rejection: norm(max(0, p' - q')), token by token. Where rounding leaves
 * nothing of it (p' and q' are then the same up to rounding) it is p'.
 */
export function residual(target: Distribution, draft: Distribution): Distribution {
  const rest = target.tokens
    .map(({ id, probability }) => ({ id, weight: probability - draft.probabilityOf(id) }))
    .filter((entry) => entry.weight > 0);
  return rest.length === 0 ? target : distributionFromWeights(rest);
}
