import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeptCosts } from "../../../contract/costs.ts";
import { OutriderError } from "../../../contract/outrider-error.ts";
import { openCostStore } from "../../../host/pair/kept-costs.ts";
import { sampleCircumstances } from "../../contract/sample-circumstances.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outrider-costs-"));
});
afterEach(() => rm(folder, { recursive: true }));

function costsOf(threads: number, ms = 20): KeptCosts {
  return {
    circumstances: sampleCircumstances({ draft: null, draftGpuLayers: null, threads }),
    target: [{ width: 1, ms, variance: 0.01 }],
    draft: [],
    learnedAt: 1,
  };
}

/** An engine that has learned this; null: nothing yet. */
function engineThatLearned(costs: KeptCosts | null) {
  return { request: async () => costs };
}

describe("the costs that are kept", () => {
  it("are there again for whoever opens the store next", async () => {
    expect(await openCostStore(folder).all()).toEqual([]);
    await openCostStore(folder).learnFrom(engineThatLearned(costsOf(1)));
    expect(await openCostStore(folder).all()).toEqual([costsOf(1)]);
  });

  it("take the place of what was known of the same circumstances, the latest first", async () => {
    const store = openCostStore(folder);
    await store.learnFrom(engineThatLearned(costsOf(1)));
    await store.learnFrom(engineThatLearned(costsOf(2)));
    void store.learnFrom(engineThatLearned(costsOf(1, 30)));
    await store.idle();
    expect(await store.all()).toEqual([costsOf(1, 30), costsOf(2)]);
  });

  it("are those of the last 32 circumstances", async () => {
    const store = openCostStore(folder);
    for (let threads = 1; threads <= 35; threads++) await store.learnFrom(engineThatLearned(costsOf(threads)));
    const all = await store.all();
    expect(all).toHaveLength(32);
    expect(all.at(-1)).toEqual(costsOf(4));
  });

  it("are none where the file says something else, and the next that is learned mends it", async () => {
    const file = join(folder, "costs.json");
    const store = openCostStore(folder);
    for (const text of ["", "{", '{"version":2,"costs":[]}', JSON.stringify({ version: 1, costs: [{ target: [] }] })]) {
      await writeFile(file, text);
      expect(await store.all()).toEqual([]);
    }
    await store.learnFrom(engineThatLearned(costsOf(1)));
    expect(await store.all()).toEqual([costsOf(1)]);
  });

  it("stay as they are where the engine knows nothing, is gone, or the folder is", async () => {
    const store = openCostStore(folder);
    await store.learnFrom(engineThatLearned(costsOf(1)));
    const before = await readFile(join(folder, "costs.json"), "utf8");
    await store.learnFrom(engineThatLearned(null));
    await store.learnFrom({ request: () => Promise.reject(new OutriderError("engine-crashed", "It is gone.")) });
    expect(await readFile(join(folder, "costs.json"), "utf8")).toBe(before);
    await expect(openCostStore(join(folder, "none")).learnFrom(engineThatLearned(costsOf(1)))).resolves.toBeUndefined();
  });
});
