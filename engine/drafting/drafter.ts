import type { Drafter as DrafterName } from "../../contract/trace.ts";
import type { Proposal } from "../decoding/rules.ts";
import type { Row } from "../runtime/runtime.ts";

/** One guess, with what the drafter knew when it made it. */
export interface Guess {
  readonly proposal: Proposal;
  /** The draft's row that the guess was read off. */
  readonly row: Row;
}

/** Makes the guesses of a round. */
export interface Drafter {
  readonly name: DrafterName;
  /**
   * Up to `k` guesses in order, fewer where the end of generation is guessed or `signal` fires. Throws where the
   * drafter breaks; the reply then goes on without it.
   */
  draft(k: number, signal: AbortSignal): Promise<readonly Guess[]>;
}
