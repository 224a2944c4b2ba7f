import type { DrafterChoice } from "../../contract/decoding.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { Rules } from "../decoding/rules.ts";
import type { Vocabulary } from "../runtime/runtime.ts";
import type { Drafter } from "./drafter.ts";
import { createLookupDrafter } from "./lookup-drafter.ts";
import { createLookupThenModelDrafter } from "./lookup-then-model-drafter.ts";
import { createModelDrafter } from "./model-drafter.ts";

/** The drafter of that name; null where the choice is off, or needs a draft model and there is none. */
export function createDrafter(
  choice: DrafterChoice,
  context: SharedContext,
  rules: Rules,
  target: Vocabulary,
): Drafter | null {
  const model = context.hasDraft ? createModelDrafter(context, rules, target) : null;
  switch (choice) {
    case "off":
      return null;
    case "model":
      return model;
    case "lookup":
      return createLookupDrafter(context, rules);
    case "lookup+model": {
      const lookup = createLookupDrafter(context, rules);
      return model === null ? lookup : createLookupThenModelDrafter(lookup, model);
    }
  }
}
