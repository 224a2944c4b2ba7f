import { describe, expect, it } from "vitest";
import { drafterChoiceSchema } from "../../../../contract/decoding.ts";
import {
  choiceOf,
  entryOf,
  LOOKUP,
  LOOKUP_THEN_MODEL,
  OFF,
  usesModel,
} from "../../../../renderer/features/pair/draft-choice.ts";

describe("the entries of the draft list", () => {
  it("lead back to themselves", () => {
    for (const entry of [OFF, LOOKUP, LOOKUP_THEN_MODEL, "draft.gguf"]) {
      expect(entryOf(choiceOf(entry, "draft.gguf"))).toBe(entry);
    }
  });

  it("are prompt lookup where a draft model is asked for and there is none", () => {
    const entries = drafterChoiceSchema.options.map((drafter) => entryOf({ drafter, draftId: null }));
    expect(entries).toEqual([LOOKUP, LOOKUP, LOOKUP, OFF]);
  });

  it("keep the draft model in memory for a look-up, and let it go for off", () => {
    expect(choiceOf(LOOKUP, "draft.gguf").draftId).toBe("draft.gguf");
    expect(choiceOf(OFF, "draft.gguf").draftId).toBeNull();
    expect(usesModel(choiceOf(LOOKUP, "draft.gguf"))).toBe(false);
    expect(usesModel(choiceOf(LOOKUP_THEN_MODEL, "draft.gguf"))).toBe(true);
  });
});
