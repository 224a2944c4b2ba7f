import type { Parting } from "../../contract/verification.ts";
import type { Row, Sequence, TokenId } from "../runtime/runtime.ts";
import { largestDifference } from "./compare-rows.ts";
import { rowInPasses } from "./evaluate-along.ts";

/** The tokens of a round. */
export interface RoundTokens {
  readonly drafted: readonly { readonly id: TokenId }[];
  readonly emitted: readonly { readonly id: TokenId }[];
}

/**
 * Where a greedy reply leaves the plain one, if it does, and whether that is excused. Where a backend's arithmetic
 * depends on how many tokens a pass has, two tokens may lie so close that either may win. Their gap must then be at most
 * twice the largest difference measured there: what a text gives in passes of one token, and in passes as wide as the
 * reply's widest. No token is drafted or taken back meanwhile, so that only the arithmetic differs. Where it is the same
 * at every width the difference is 0, and nothing is excused.
 */
export async function findParting(replies: {
  /** The target's. */
  readonly sequence: Sequence;
  readonly prompt: readonly TokenId[];
  readonly plain: readonly TokenId[];
  readonly rounds: readonly RoundTokens[];
}): Promise<Parting | null> {
  const { sequence, prompt, plain, rounds } = replies;
  const speculative = rounds.flatMap(({ emitted }) => emitted.map(({ id }) => id));
  const at = plain.findIndex((token, index) => token !== speculative[index]);
  if (at < 0 && plain.length === speculative.length) return null;
  const expected = plain[at];
  const said = speculative[at];
  if (expected === undefined || said === undefined) {
    return { at: Math.min(plain.length, speculative.length), gap: null, difference: 0, nearTie: false };
  }

  const text = [...prompt, ...plain.slice(0, at)];
  const width = Math.max(...rounds.map(({ drafted }) => drafted.length + 1));
  const narrow = await rowInPasses(sequence, text, prompt.length - 1, 1);
  const wide = await rowInPasses(sequence, text, prompt.length - 1, width);
  const difference = largestDifference(narrow, wide);
  const gap = Math.abs(logitOf(narrow, expected) - logitOf(narrow, said));
  return { at, gap, difference, nearTie: gap <= 2 * difference };
}

function logitOf(row: Row, token: TokenId): number {
  const found = row.logits.find(({ id }) => id === token);
  if (found === undefined) throw new Error(`the row has no token ${token}`);
  return found.logit;
}
