import type { SharedContext } from "../context/shared-context.ts";
import type { Rules } from "../decoding/rules.ts";
import type { TokenId, Vocabulary } from "../runtime/runtime.ts";
import { createRandomSource } from "../sampling/random-source.ts";
import type { Drafter } from "./drafter.ts";

/** A reply that is known beforehand, and how well it is to be guessed. */
export interface DraftScript {
  /** The plain greedy reply, from the first round on. */
  readonly reply: readonly TokenId[];
  /** The share of its tokens that are guessed right, 0 to 1. */
  readonly acceptance: number;
  /** Which ones. The luck belongs to the place in the reply, so that every k meets the same. */
  readonly seed: number;
}

/**
 * Guesses a known reply with a set acceptance rate at no cost, as llama.cpp's `--spec-synth-rates` does: it checks on a real
 * target what theory and `auto` promise of a drafter that good. Beyond the known reply it guesses nothing.
 */
export function createScriptedDrafter(
  context: SharedContext,
  rules: Rules,
  target: Vocabulary,
  { reply, acceptance, seed }: DraftScript,
): Drafter {
  const random = createRandomSource(seed);
  const guesses = reply.map((token) => (random.next() < acceptance ? token : (token + 1) % target.size));
  /** The length of the text when the first round began. */
  let start: number | null = null;
  return {
    prepare: async () => undefined,
    async draft({ lookup: { k } }) {
      start ??= context.history.length;
      if (k <= 0) return null;
      const position = context.history.length - start;
      const tokens = guesses.slice(position, position + k);
      return {
        drafter: "lookup",
        guesses: tokens.map((token) => ({ proposal: rules.certain(token), row: null })),
        end: tokens.length < k ? "nothing-found" : null,
      };
    },
  };
}
