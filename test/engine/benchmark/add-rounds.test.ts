import { describe, expect, it } from "vitest";
import type { Round, Verdict } from "../../../contract/trace.ts";
import { addRounds } from "../../../engine/benchmark/add-rounds.ts";

function round(verdicts: readonly Verdict[], drafter: Round["drafter"] = "model"): Round {
  return {
    index: 0,
    k: 3,
    reason: "fixed",
    drafter,
    drafted: verdicts.map((verdict) => ({ id: 1, text: "", q: 1, p: null, verdict })),
    emitted: [],
    end: "mismatch",
    timing: { draftMs: 3, verifyMs: 10, overheadMs: 1 },
  };
}

describe("addRounds", () => {
  it("counts by position what was tested and accepted, never what was not tested", () => {
    const figures = addRounds([
      round(["accepted", "rejected", "untested"]),
      round(["accepted", "accepted", "accepted"]),
      round(["rejected", "untested", "untested"]),
    ]);
    expect(figures).toMatchObject({ tested: 6, testedAt: [3, 2, 1], acceptedAt: [2, 1, 1], overheadMs: 3 });
  });

  it("adds up time by drafter and width", () => {
    const { passes } = addRounds([
      round(["accepted"]),
      round(["rejected"]),
      round(["accepted"], "lookup"),
      round([], "off"),
    ]);
    expect(passes).toEqual([
      { drafter: "model", width: 2, rounds: 2, draftMs: 6, verifyMs: 20 },
      { drafter: "lookup", width: 2, rounds: 1, draftMs: 3, verifyMs: 10 },
      { drafter: "off", width: 1, rounds: 1, draftMs: 3, verifyMs: 10 },
    ]);
  });
});
