import type { DraftEnd, Drafter as DrafterName } from "../../contract/trace.ts";
import type { Proposal } from "../decoding/rules.ts";
import type { RoundCosts } from "../pacing/stop-rule.ts";
import type { Row } from "../runtime/runtime.ts";

/** One guess, with what the drafter knew when it made it. */
export interface Guess {
  readonly proposal: Proposal;
  /** The draft's row that the guess was read off; null: no model made it, and q is 1. */
  readonly row: Row | null;
}

/** The guess was drawn at random, from more than one token. */
export function isDrawn({ proposal }: Guess): boolean {
  return proposal.distribution !== null && proposal.distribution.tokens.length > 1;
}

/** Who makes guesses. */
export type GuessSource = Exclude<DrafterName, "off">;

export interface Draft {
  /** Who made the guesses, or would have made them where there are none. */
  readonly drafter: GuessSource;
  readonly guesses: readonly Guess[];
  /** Why there are fewer than were allowed; null: there are not. */
  readonly end: DraftEnd | null;
}

export interface Allowance {
  /** Guesses at the most; 0: none is asked for. */
  readonly k: number;
  /** What another guess has to pay for (auto); null: k are wanted, whatever they cost. */
  readonly costs: RoundCosts | null;
}

/** What may be drafted in a round, by who drafts: a model's guesses take its time, looked-up ones take none. */
export type DraftOrder = Readonly<Record<GuessSource, Allowance>> & { readonly signal: AbortSignal };

/** Makes the guesses of a round. A new kind is one file here and one line in `create-drafter.ts`. */
export interface Drafter {
  /** Work that can be done before the first round, and after the last for the next turn. */
  prepare(signal: AbortSignal): Promise<void>;
  /**
   * Up to k guesses in order; null where none is asked for. Fewer where the end of generation is guessed, nothing is known,
   * another guess would not pay, or the signal fires. Throws where the drafter breaks; the reply then goes on without it.
   *
   * Whether there is a guess at a position may depend on the text, the guesses before it and the distribution it would be
   * drawn from, never on the guess itself once it is drawn. A position without a guess is the target's own draw, p', and one
   * with a guess comes out as p' as well, so any choice made *before* the draw keeps p'. But leave out a drawn guess x where
   * x is in some set D: then y comes out with probability [y not in D] min(p', q')(y) + b r(y) + q'(D) p'(y), with r the
   * residual and b what is rejected outside D, which is not p'(y): with q' = p' it is p'(y) (1 + p'(D)) outside D. The same
   * holds for dropping a whole draft because of what its later guesses became, since those follow from the first.
   */
  draft(order: DraftOrder): Promise<Draft | null>;
}
