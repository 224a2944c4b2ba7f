import type { SharedContext } from "../context/shared-context.ts";
import type { Rules } from "../decoding/rules.ts";
import type { TokenId, Vocabulary } from "../runtime/runtime.ts";
import type { Drafter, Guess } from "./drafter.ts";

/** Guesses with the draft model, one evaluation a guess. */
export function createModelDrafter(context: SharedContext, rules: Rules, target: Vocabulary): Drafter {
  return {
    room: () => context.draftRoom,
    prepare: (signal) => context.prefillDraft(signal),
    async draft(k, signal) {
      const guesses: Guess[] = [];
      const tokens: TokenId[] = [];
      const request = rules.request([]);
      while (guesses.length < k && !signal.aborted) {
        const row = await context.guess(tokens, request, signal);
        const proposal = rules.propose(row, context.recent(tokens));
        // A draft may have up to 128 tokens more than its target (llama.cpp's rule); those cannot be verified.
        if (proposal.token >= target.size) break;
        guesses.push({ proposal, row });
        tokens.push(proposal.token);
        if (target.endsGeneration(proposal.token)) break;
      }
      return { drafter: "model", guesses };
    },
  };
}
