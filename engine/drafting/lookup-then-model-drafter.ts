import type { Drafter } from "./drafter.ts";

/** Looks the text up first, which costs nothing, and asks the draft model where that finds nothing. */
export function createLookupThenModelDrafter(lookup: Drafter, model: Drafter): Drafter {
  return {
    room: () => Math.max(lookup.room(), model.room()),
    prepare: (signal) => model.prepare(signal),
    async draft(k, signal) {
      const found = await lookup.draft(k, signal);
      const modelK = Math.min(k, model.room());
      return found.guesses.length > 0 || modelK <= 0 ? found : model.draft(modelK, signal);
    },
  };
}
