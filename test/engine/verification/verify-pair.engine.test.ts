import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { Engine } from "../../../engine/engine.ts";
import type { PairInMemory } from "../../../engine/loading/load-pair.ts";
import { verifyPair } from "../../../engine/verification/verify-pair.ts";
import { exactSettings } from "../fixtures/bundled-pair.ts";
import { loadPair } from "../fixtures/load-pair.ts";
import { tinyGguf } from "../fixtures/tiny-gguf.ts";

let folder: string;
const loaded: PairInMemory[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outrider-test-"));
});
afterEach(async () => {
  for (const pair of loaded.splice(0)) await pair.dispose();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each(["llama", "gemma3"] as const)(
  "a small random %s pair passes, its arithmetic the same at every width",
  async (architecture) => {
    const files = { target: join(folder, "target.gguf"), draft: join(folder, "draft.gguf") };
    await writeFile(files.target, tinyGguf({ architecture, seed: 1 }));
    await writeFile(files.draft, tinyGguf({ architecture, seed: 1, noise: 0.1 }));
    const pair = await loadPair(exactSettings, files);
    loaded.push(pair);
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
