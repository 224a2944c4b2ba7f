import type { DraftEnd, Drafter as DrafterName } from "../../contract/trace.ts";
import type { Proposal } from "../decoding/rules.ts";
import type { Row } from "../runtime/runtime.ts";

/** One guess, with what the drafter knew when it made it. */
export interface Guess {
  readonly proposal: Proposal;
  /** The draft's row that the guess was read off; null: no model made it, and q is 1. */
  readonly row: Row | null;
}

export interface Draft {
  /** Who made the guesses, or would have made them where there are none. */
  readonly drafter: Exclude<DrafterName, "off">;
  readonly guesses: readonly Guess[];
  /** Why there are fewer than were asked for; null: there are not. */
  readonly end: DraftEnd | null;
}

/** Makes the guesses of a round. A new kind is one file here and one line in `create-drafter.ts`. */
export interface Drafter {
  /** How many guesses there is room for at this place. */
  room(): number;
  /** Work that can be done before the first round, and after the last for the next turn. */
  prepare(signal: AbortSignal): Promise<void>;
  /**
   * Up to `k` guesses in order, fewer where the end of generation is guessed, nothing is known or `signal` fires. Throws
   * where the drafter breaks; the reply then goes on without it.
   *
   * Whether there is a guess at a position may depend on the text, the guesses before it and the distribution it would be
   * drawn from, never on the guess itself once it is drawn: a drawn guess that is not sent because of what it says leaves
   * its position to the target's own draw, so guesses that are sent come out more often than the target says them.
   */
  draft(k: number, signal: AbortSignal): Promise<Draft>;
}
