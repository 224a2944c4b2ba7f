import { type Drafter, type GuessSource, isDrawn } from "./drafter.ts";

/**
 * The same drafter, but for drafts with fewer than `least` guesses, which are not sent (llama.cpp's n-min): a pass over
 * two or three columns can cost more than so few guesses bring.
 *
 * A draft with a guess that was drawn is sent however short. How long a draft becomes depends on what was drawn at its
 * beginning, so to drop it would drop beginnings for what they say ({@link Drafter.draft}).
 */
export function withLeastLength(drafter: Drafter, source: GuessSource, least: number): Drafter {
  if (least <= 1) return drafter;
  return {
    ...drafter,
    async draft(order) {
      const { k } = order[source];
      const hasRoom = k >= least;
      const draft = await drafter.draft(hasRoom ? order : { ...order, [source]: { ...order[source], k: 0 } });
      if (k > 0 && !hasRoom) return { drafter: source, guesses: [], end: "too-short" };
      if (draft === null || draft.guesses.length === 0 || draft.guesses.length >= least) return draft;
      return draft.guesses.some(isDrawn) ? draft : { ...draft, guesses: [], end: "too-short" };
    },
  };
}
