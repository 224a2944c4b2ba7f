import { describe, expect, it } from "vitest";
import { theoreticalSpeedup } from "../../../../cli/bench/report/pass-costs.ts";

const costs = {
  v: [
    { width: 1, value: 1, replies: 1 },
    { width: 4, value: 1.6, replies: 1 },
    { width: 8, value: 2.4, replies: 1 },
  ],
  c: 0.1,
};
const passes = (drafter: "model" | "lookup" | "off", width: number, rounds: number) => ({
  drafter,
  width,
  rounds,
  draftMs: 0,
  verifyMs: 0,
});

describe("theoreticalSpeedup", () => {
  it("is E / (k c + v(k + 1)), with v along straight lines between measured widths", () => {
    expect(theoreticalSpeedup([passes("model", 4, 10)], 30, costs)).toBeCloseTo(3 / (3 * 0.1 + 1.6), 9);
    expect(theoreticalSpeedup([passes("model", 6, 10)], 30, costs)).toBeCloseTo(3 / (5 * 0.1 + 2), 9);
  });

  it("charges nothing for looked-up guesses, and takes rounds of different lengths by their share", () => {
    const mixed = [passes("lookup", 8, 5), passes("off", 1, 5)];
    expect(theoreticalSpeedup(mixed, 35, costs)).toBeCloseTo(3.5 / ((2.4 + 1) / 2), 9);
  });

  it("says nothing without a measured c, widths or rounds", () => {
    expect(theoreticalSpeedup([passes("model", 4, 1)], 3, { ...costs, c: null })).toBeNull();
    expect(theoreticalSpeedup([passes("lookup", 4, 1)], 3, { ...costs, v: [] })).toBeNull();
    expect(theoreticalSpeedup([], 0, costs)).toBeNull();
  });
});
