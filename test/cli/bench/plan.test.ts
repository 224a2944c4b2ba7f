import { describe, expect, it } from "vitest";
import { planSteps, stepKey } from "../../../cli/bench/plan.ts";

const prompts = ["a", "b", "c"].map((name) => ({ id: `own/${name}`, category: "own", text: name }));
const plan = { arms: ["off", "model:3", "model:auto"], prompts, runs: 2, seed: 5 };
const keys = (seed = 5) =>
  planSteps({ ...plan, seed }).map(({ run, prompt, arm }) => stepKey({ run, prompt: prompt.id, arm }));

describe("planSteps", () => {
  it("has every arm on every prompt once a run", () => {
    expect(new Set(keys()).size).toBe(18);
    expect(keys()).toHaveLength(18);
  });

  it("lets the arms of a prompt follow each other, not always in the same order", () => {
    const steps = planSteps(plan);
    const blocks = Array.from({ length: 6 }, (_unused, index) => steps.slice(index * 3, index * 3 + 3));
    for (const block of blocks) {
      expect(new Set(block.map(({ run, prompt }) => `${run} ${prompt.id}`)).size).toBe(1);
      expect(new Set(block.map(({ arm }) => arm)).size).toBe(3);
    }
    expect(new Set(blocks.map((block) => block.map(({ arm }) => arm).join())).size).toBeGreaterThan(1);
  });

  it("is the same for the same seed and another for another", () => {
    expect(keys()).toEqual(keys());
    expect(keys(6)).not.toEqual(keys());
  });
});
