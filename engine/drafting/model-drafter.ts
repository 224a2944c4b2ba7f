import type { SharedContext } from "../context/shared-context.ts";
import type { Rules } from "../decoding/rules.ts";
import type { Row, TokenId, Vocabulary } from "../runtime/runtime.ts";
import type { Draft, Drafter, Guess } from "./drafter.ts";

/**
 * Guesses with the draft model, one evaluation a guess.
 *
 * @param minConfidence a draft ends where the draft's best guess has less probability. It is the best one's, whichever
 *   is drawn, so that the end of a draft does not depend on a guess that is then missing from it ({@link Drafter.draft}).
 */
export function createModelDrafter(
  context: SharedContext,
  rules: Rules,
  target: Vocabulary,
  minConfidence: number,
): Drafter {
  return {
    room: () => context.draftRoom,
    prepare: (signal) => context.prefillDraft(signal),
    async draft(k, signal) {
      const guesses: Guess[] = [];
      const tokens: TokenId[] = [];
      const request = rules.request([]);
      const ended = (end: Draft["end"]): Draft => ({ drafter: "model", guesses, end });
      while (guesses.length < k && !signal.aborted) {
        const row = verifiable(await context.guess(tokens, request, signal), target);
        if (row === null || confidenceOf(row) < minConfidence) return ended("confidence");
        const proposal = rules.propose(row, context.recent(tokens));
        guesses.push({ proposal, row });
        tokens.push(proposal.token);
        if (target.endsGeneration(proposal.token)) return ended(guesses.length < k ? "end-of-generation" : null);
      }
      return ended(null);
    },
  };
}

/** q of the best guess. */
function confidenceOf(row: Row): number {
  return 1 / row.totalWeight;
}

/**
 * The row without tokens the target does not have: a draft may have up to 128 more (llama.cpp's rule). They are left out
 * before a guess is drawn, not the guess afterwards. Null: nothing is left.
 */
function verifiable(row: Row, target: Vocabulary): Row | null {
  if (row.logits.every(({ id }) => id < target.size)) return row;
  const logits = row.logits.filter(({ id }) => id < target.size);
  return logits.length === 0 ? null : { ...row, logits };
}
