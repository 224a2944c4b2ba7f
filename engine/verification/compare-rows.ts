import type { Row } from "../runtime/runtime.ts";
import { probabilitiesOf } from "../sampling/softmax.ts";

/** The largest difference between the logits of a token in two rows of the whole vocabulary. */
export function largestDifference(left: Row, right: Row): number {
  const other = new Map(right.logits.map(({ id, logit }) => [id, logit]));
  return left.logits.reduce((largest, { id, logit }) => {
    const difference = Math.abs(logit - (other.get(id) ?? Number.NaN));
    // Two logits of minus infinity are the same; anything else that is no number is a difference without bounds.
    if (Number.isNaN(difference)) return logit === other.get(id) ? largest : Number.MAX_VALUE;
    return Math.max(largest, difference);
  }, 0);
}

/** Half the sum of the differences of all probabilities: 0 for the same distribution, 1 for two that share no token. */
export function totalVariation(left: Row, right: Row): number {
  const other = new Map(
    probabilitiesOf(right.logits, right.totalWeight).map(({ id, probability }) => [id, probability]),
  );
  const sum = probabilitiesOf(left.logits, left.totalWeight).reduce(
    (total, { id, probability }) => total + Math.abs(probability - (other.get(id) ?? 0)),
    0,
  );
  return sum / 2;
}
