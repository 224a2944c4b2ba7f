import { afterAll, beforeAll, expect, it } from "vitest";
import type { ReplyParts } from "../../../engine/decoding/reply-job.ts";
import { Engine } from "../../../engine/engine.ts";
import type { PairInMemory } from "../../../engine/loading/pair-in-memory.ts";
import { verifyPair } from "../../../engine/verification/verify-pair.ts";
import { loadPair } from "../fixtures/load-pair.ts";
import { wrongRules } from "../fixtures/wrong-rules.ts";

let pair: PairInMemory;
beforeAll(async () => {
  // As users load it, but for the threads: the arithmetic need not be the same at every width.
  pair = await loadPair({ gpu: "off", threads: 1 });
});
afterAll(() => pair.dispose());

async function failedChecks(parts: ReplyParts = {}, quick = true): Promise<readonly string[]> {
  const { checks } = await verifyPair(new Engine(pair, parts), pair, {
    quick,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  return [...new Set(checks.filter(({ passed }) => !passed).map(({ kind }) => kind))];
}

it("the bundled pair passes the quick and the full verification", async () => {
  expect(await failedChecks()).toEqual([]);
  expect(await failedChecks({}, false)).toEqual([]);
});

it.each(Object.entries(wrongRules))("the quick one finds out: %s", async (_name, createRules) => {
  expect(await failedChecks({ createRules })).toEqual(["distribution"]);
});
