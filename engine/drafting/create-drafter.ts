import type { Decoding } from "../../contract/decoding.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { Rules } from "../decoding/rules.ts";
import type { Vocabulary } from "../runtime/runtime.ts";
import type { Calibration } from "./calibration.ts";
import type { Drafter } from "./drafter.ts";
import { withLeastLength } from "./least-length.ts";
import { createLookupDrafter } from "./lookup-drafter.ts";
import { createLookupThenModelDrafter } from "./lookup-then-model-drafter.ts";
import { createModelDrafter } from "./model-drafter.ts";

interface DrafterOptions {
  readonly settings: Pick<Decoding, "drafter" | "minDraftTokens" | "minDraftConfidence">;
  readonly context: SharedContext;
  readonly rules: Rules;
  readonly target: Vocabulary;
  /** How often which of the model's guesses are kept; learned over all replies of a loaded pair. */
  readonly modelCalibration: Calibration;
}

/** The drafter of that name; null where the choice is off, or needs a draft model and there is none. */
export function createDrafter({ settings, context, rules, target, modelCalibration }: DrafterOptions): Drafter | null {
  const { drafter: choice, minDraftTokens, minDraftConfidence: minConfidence } = settings;
  const createLookup = (): Drafter => withLeastLength(createLookupDrafter(context, rules), "lookup", minDraftTokens);
  const createModel = (): Drafter =>
    withLeastLength(
      createModelDrafter({ context, rules, target, calibration: modelCalibration, minConfidence }),
      "model",
      minDraftTokens,
    );
  switch (choice) {
    case "off":
      return null;
    case "model":
      return context.hasDraft ? createModel() : null;
    case "lookup":
      return createLookup();
    case "lookup+model":
      return context.hasDraft ? createLookupThenModelDrafter(createLookup(), createModel()) : createLookup();
  }
}
