import { describe, expect, it } from "vitest";
import { decodingSchema, LONGEST_DRAFT } from "../../../contract/decoding.ts";
import { decideDraftLength, type PaceInput } from "../../../engine/pacing/draft-length.ts";

const { maxDraftTokens } = decodingSchema.parse({});
const roomy: PaceInput = {
  k: 8,
  maxDraftTokens,
  remaining: 1000,
  targetRoom: 1000,
  draftRoom: Number.POSITIVE_INFINITY,
  draft: "ready",
};

describe("how many tokens a round may draft", () => {
  it("is the user's k where nothing limits it", () => {
    expect(decideDraftLength(roomy)).toEqual({ k: 8, reason: "fixed" });
  });

  it("is not held below the longest look-up by the default cap", () => {
    expect(decideDraftLength({ ...roomy, k: LONGEST_DRAFT })).toEqual({ k: LONGEST_DRAFT, reason: "fixed" });
  });

  it.each<[Partial<PaceInput>, ReturnType<typeof decideDraftLength>]>([
    [{ maxDraftTokens: 3 }, { k: 3, reason: "draft-cap" }],
    [{ draftRoom: 5 }, { k: 5, reason: "draft-context-full" }],
    [{ draftRoom: 0 }, { k: 0, reason: "draft-context-full" }],
    [{ remaining: 3 }, { k: 2, reason: "max-tokens" }],
    [{ targetRoom: 4 }, { k: 3, reason: "context-end" }],
    [{ k: 0 }, { k: 0, reason: "off" }],
    [{ draft: "none" }, { k: 0, reason: "off" }],
    [{ draft: "failed" }, { k: 0, reason: "draft-failed" }],
  ])("with %j is %j", (change, pace) => {
    expect(decideDraftLength({ ...roomy, ...change })).toEqual(pace);
  });
});
