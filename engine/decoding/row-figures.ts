/** What the trace takes from a row of logits. */
import type { PositionCandidates } from "../../contract/trace.ts";
import type { Row, TokenId, Vocabulary } from "../runtime/runtime.ts";
import { probabilitiesOf } from "../sampling/softmax.ts";
import { recordStandalone } from "../text/token-record.ts";
import { CANDIDATE_COUNT } from "./rules.ts";

/** The best candidates of a row, best first. */
export function topOf(vocabulary: Vocabulary, row: Row): NonNullable<PositionCandidates["target"]> {
  return probabilitiesOf(row.logits.slice(0, CANDIDATE_COUNT), row.totalWeight).map(({ id, probability }) => ({
    ...recordStandalone(vocabulary, id),
    probability,
  }));
}

/** p or q: softmax of the raw logits. 0 for a token too unlikely to be in the row. */
export function probabilityIn(row: Row, id: TokenId): number {
  const [best] = row.logits;
  const found = row.logits.find((entry) => entry.id === id);
  if (best === undefined || found === undefined) return 0;
  return Math.min(1, Math.exp(found.logit - best.logit) / row.totalWeight);
}
