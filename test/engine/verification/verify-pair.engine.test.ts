import { expect, it } from "vitest";
import { Engine } from "../../../engine/engine.ts";
import { verifyPair } from "../../../engine/verification/verify-pair.ts";
import { exactSettings } from "../fixtures/bundled-pair.ts";
import { tinyPairs } from "../fixtures/tiny-pairs.ts";

const pairs = tinyPairs();

it.each(["llama", "gemma3"] as const)(
  "a small random %s pair passes, its arithmetic the same at every width",
  async (architecture) => {
    const target = await pairs.write({ architecture, seed: 1 });
    const draft = await pairs.write({ architecture, seed: 1, noise: 0.1 });
    const pair = await pairs.load(target, draft, exactSettings);
    const { checks } = await verifyPair(new Engine(pair), pair, {
      quick: true,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    for (const check of checks) {
      if (check.kind === "arithmetic" || check.kind === "roll-back") expect(check.difference).toBe(0);
      if (check.kind === "greedy" || check.kind === "distribution") expect(check.tested).toBeGreaterThan(0);
    }
  },
);
