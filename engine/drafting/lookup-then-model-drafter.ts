import type { Drafter } from "./drafter.ts";

/** Looks the text up first, which costs nothing, and asks the draft model where that finds nothing. */
export function createLookupThenModelDrafter(lookup: Drafter, model: Drafter): Drafter {
  return {
    prepare: (signal) => model.prepare(signal),
    async draft(order) {
      const found = await lookup.draft(order);
      return found !== null && found.guesses.length > 0 ? found : ((await model.draft(order)) ?? found);
    },
  };
}
