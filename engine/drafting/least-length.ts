import type { Draft, Drafter } from "./drafter.ts";

/**
 * The same drafter, but for drafts with fewer than `least` guesses, which are not sent (llama.cpp's n-min): a pass over
 * two or three columns can cost more than so few guesses bring.
 *
 * A draft with a guess that was drawn is sent however short. How long a draft becomes depends on what was drawn at its
 * beginning, so to drop it would drop beginnings for what they say ({@link Drafter.draft}).
 */
export function withLeastLength(drafter: Drafter, least: number): Drafter {
  return {
    ...drafter,
    async draft(k, signal) {
      const draft = await drafter.draft(k < least ? 0 : k, signal);
      const short = draft.guesses.length < least && draft.end !== "nothing-found";
      return short && !draft.guesses.some(isDrawn) ? { ...draft, guesses: [], end: "too-short" } : draft;
    },
  };
}

function isDrawn({ proposal }: Draft["guesses"][number]): boolean {
  return proposal.distribution !== null && proposal.distribution.tokens.length > 1;
}
