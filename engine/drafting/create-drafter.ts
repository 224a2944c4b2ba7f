import type { Decoding } from "../../contract/decoding.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { Rules } from "../decoding/rules.ts";
import type { Vocabulary } from "../runtime/runtime.ts";
import type { Drafter } from "./drafter.ts";
import { withLeastLength } from "./least-length.ts";
import { createLookupDrafter } from "./lookup-drafter.ts";
import { createLookupThenModelDrafter } from "./lookup-then-model-drafter.ts";
import { createModelDrafter } from "./model-drafter.ts";

export type DraftSettings = Pick<Decoding, "drafter" | "minDraftTokens" | "minDraftConfidence">;

/** The drafter of that name; null where the choice is off, or needs a draft model and there is none. */
export function createDrafter(
  { drafter: choice, minDraftTokens, minDraftConfidence }: DraftSettings,
  context: SharedContext,
  rules: Rules,
  target: Vocabulary,
): Drafter | null {
  const long = (drafter: Drafter): Drafter => (minDraftTokens > 1 ? withLeastLength(drafter, minDraftTokens) : drafter);
  const model = context.hasDraft ? long(createModelDrafter(context, rules, target, minDraftConfidence)) : null;
  switch (choice) {
    case "off":
      return null;
    case "model":
      return model;
    case "lookup":
      return long(createLookupDrafter(context, rules));
    case "lookup+model": {
      const lookup = long(createLookupDrafter(context, rules));
      return model === null ? lookup : createLookupThenModelDrafter(lookup, model);
    }
  }
}
