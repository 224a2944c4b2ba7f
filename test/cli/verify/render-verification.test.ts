import { describe, expect, it } from "vitest";
import { hasPassed, renderVerification } from "../../../cli/verify/render-verification.ts";
import type { Check, Verification } from "../../../contract/verification.ts";

const fit = { plausible: true, chiSquare: 4.21, critical: 18.47, impossibleDraws: 0 };
const greedy: Check = {
  kind: "greedy",
  passed: true,
  drafter: "model",
  k: 4,
  tokens: 128,
  accepted: 60,
  tested: 90,
  partings: [],
};
const checks: readonly Check[] = [
  { kind: "arithmetic", passed: true, tokens: 70, widths: [2, 5], difference: 0, distance: 0 },
  greedy,
  { kind: "caches", passed: true, rounds: 1, wrongRounds: 0 },
  { kind: "roll-back", passed: true, model: "draft", tokens: 70, widths: [2, 5], difference: 0, noise: 0 },
  {
    kind: "distribution",
    passed: true,
    drafter: "lookup",
    k: 2,
    replies: 400,
    tokens: 790,
    accepted: 90,
    tested: 400,
    firstToken: fit,
    everyToken: [fit, fit],
    bonusToken: fit,
    firstGuess: fit,
  },
];
const of = (...some: readonly Check[]): Verification => ({ checks: [...some], nothingDrafted: null });

describe("the table of a verification", () => {
  it("has a line for each check, and says below what they come to", () => {
    const lines = renderVerification(of(...checks))
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(2 + checks.length + 2);
    expect(lines[3]).toMatch(/^greedy +model, k 4 +passed +60 of 90 accepted in 128 tokens; identical$/u);
    expect(lines[4]).toMatch(/^caches +1 round +passed/u);
    expect(lines.at(-1)).toBe(
      "Passed. Greedy replies were the plain ones, sampled replies had the target's distribution.",
    );
  });

  it("tells near ties from mistakes, with the figures that decide", () => {
    const nearTie = { at: 40, gap: 0.02, difference: 0.31, nearTie: true };
    const tied = renderVerification(of({ ...greedy, partings: [nearTie] }));
    expect(tied).toContain("parts at a near tie, token 40: gap 0.020, passes differ by up to 0.31");
    expect(tied).toContain("Passed. Greedy replies were the plain ones up to near ties");

    const mistake = { at: 40, gap: 3.2, difference: 0, nearTie: false };
    const wrong = of({ ...greedy, passed: false, partings: [mistake] }, ...checks);
    expect(renderVerification(wrong)).toMatch(
      /FAILED .*parts from the plain reply, token 40: gap 3\.2, passes differ by up to 0\b/u,
    );
    expect(renderVerification(wrong)).toContain(`Failed: 1 of ${checks.length + 1} checks.`);
    expect(hasPassed(wrong)).toBe(false);
  });

  it("says what came that could not come", () => {
    const impossible = { ...fit, plausible: false, impossibleDraws: 1 };
    const [distribution] = checks.filter((check) => check.kind === "distribution");
    if (distribution === undefined) throw new Error("no sample");
    const table = renderVerification(of({ ...distribution, passed: false, everyToken: [impossible] }));
    expect(table).toContain("every token 4.2/18.5 (1 token that p' rules out)");
  });

  it("gives the reason where there is nothing to verify", () => {
    const nothing = { checks: [], nothingDrafted: "mamba keeps a running state." };
    expect(renderVerification(nothing)).toBe("Nothing to verify: mamba keeps a running state.\n");
    expect(hasPassed(nothing)).toBe(true);
  });
});
