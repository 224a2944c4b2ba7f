import type { SharedContext } from "../context/shared-context.ts";
import type { Rules } from "../decoding/rules.ts";
import type { Drafter } from "./drafter.ts";
import { LookupIndex } from "./lookup-index.ts";

/** Guesses that the text goes on as it did at an earlier place: no model, no evaluation, no memory to speak of. */
export function createLookupDrafter(context: SharedContext, rules: Rules): Drafter {
  const index = new LookupIndex();
  return {
    room: () => Number.POSITIVE_INFINITY,
    prepare: async () => undefined,
    async draft(k) {
      index.follow(context.history);
      const continuation = index.find(k)?.continuation ?? [];
      return {
        drafter: "lookup",
        guesses: continuation.map((token) => ({ proposal: rules.certain(token), row: null })),
        end: continuation.length < k ? "nothing-found" : null,
      };
    },
  };
}
