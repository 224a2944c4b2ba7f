/** What stays in memory when another pair is asked for, over made-up files and a runtime that only keeps a diary. */
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type LoadSettings, loadSettingsSchema } from "../../../contract/loading.ts";
import { Engine } from "../../../engine/engine.ts";
import type { PresentPair } from "../../../engine/loading/pair-in-memory.ts";
import { PairLoader } from "../../../engine/loading/pair-loader.ts";
import type { MemoryNeed, Model, ModelOptions, Runtime } from "../../../engine/runtime/runtime.ts";
import { temporaryFolder } from "../../host/fixtures/temporary-folder.ts";
import { createScriptedSequence, createScriptedVocabulary } from "../fixtures/scripted-model.ts";
import { tinyGguf } from "../fixtures/tiny-gguf.ts";

const LAYERS = 4;
const LAYER_BYTES = 100;

let diary: string[];
let folder: string;
beforeEach(async () => {
  diary = [];
  folder = await temporaryFolder();
  await write("target.gguf", 1);
  await write("one.gguf", 2);
  await write("two.gguf", 3);
});

function write(name: string, seed: number, layers = 2): Promise<void> {
  return writeFile(join(folder, name), tinyGguf({ architecture: "llama", seed, layers }));
}

function scriptedModel({ path, gpuLayers, onProgress }: ModelOptions): Model {
  const name = basename(path);
  diary.push(`load ${name}`);
  onProgress(1);
  let there = true;
  return {
    path,
    vocabulary: createScriptedVocabulary(24),
    sequence: createScriptedSequence({ logits: () => [0, 1, 2], batchSize: 32 }),
    gpuLayers,
    flashAttention: true,
    weightBytes: 1,
    takeNativeMs: async () => 0,
    decodeWithLibrary: () => Promise.reject(new Error("a scripted model has no library")),
    async dispose() {
      if (there) diary.push(`free ${name}`);
      there = false;
    },
  };
}

/** Every layer takes a hundred bytes; the models in memory count as taken from what is free. */
function loaderOn(backend: Runtime["backend"], free: MemoryNeed, load = scriptedModel): PairLoader {
  const runtime: Runtime = {
    backend,
    version: "scripted",
    defaultThreads: 1,
    freeMemory: async () => free,
    estimator: async () => ({
      layers: LAYERS,
      need: async (gpuLayers) => ({
        weights: { ram: (LAYERS - gpuLayers) * LAYER_BYTES, vram: gpuLayers * LAYER_BYTES },
        context: { ram: 0, vram: 0 },
      }),
    }),
    load: async (options) => load(options),
    dispose: async () => undefined,
  };
  return new PairLoader(
    async () => runtime,
    () => undefined,
  );
}

interface Wish {
  readonly draft: string | null;
  readonly settings?: Partial<LoadSettings>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
}

async function load(loader: PairLoader, wish: Wish, present: PresentPair | null = null): Promise<PresentPair> {
  const { draft, settings = {}, signal = new AbortController().signal, onProgress = () => undefined } = wish;
  const request = {
    target: join(folder, "target.gguf"),
    draft: draft === null ? null : join(folder, draft),
    settings: loadSettingsSchema.parse(settings),
  };
  const models = await loader.load(request, { signal, onProgress }, present);
  return { models, costs: new Engine(models).costs };
}

const onProcessor = () => loaderOn("cpu", { ram: 10_000, vram: 0 });

describe("another draft", () => {
  it("comes in the place of the one before it, and the target stays", async () => {
    const loader = onProcessor();
    const first = await load(loader, { draft: "one.gguf" });
    const second = await load(loader, { draft: "two.gguf" }, first);
    expect(diary).toEqual(["load target.gguf", "load one.gguf", "free one.gguf", "load two.gguf"]);
    expect(second.models.target).toBe(first.models.target);
    await second.models.dispose();
    expect(diary.slice(4)).toEqual(["free two.gguf", "free target.gguf"]);
  });

  it("may be none, and may be there again", async () => {
    const loader = onProcessor();
    const alone = await load(loader, { draft: null }, await load(loader, { draft: "one.gguf" }));
    await load(loader, { draft: "one.gguf" }, alone);
    expect(diary).toEqual(["load target.gguf", "load one.gguf", "free one.gguf", "load one.gguf"]);
  });

  it("is all that progress tells of", async () => {
    const loader = onProcessor();
    const told: number[] = [];
    const first = await load(loader, { draft: "one.gguf", onProgress: (fraction) => told.push(fraction) });
    expect(told).toEqual([0.5, 1]);
    await load(loader, { draft: "two.gguf", onProgress: (fraction) => told.push(fraction) }, first);
    expect(told.slice(2)).toEqual([1]);
  });

  it("leaves what the target has read in its cache, and its costs known", async () => {
    const loader = onProcessor();
    const first = await load(loader, { draft: "one.gguf" });
    await first.models.target.sequence.evaluate([1, 2, 3], [null, null, null]);
    const { models } = await load(loader, { draft: "two.gguf" }, first);
    expect(models.target.sequence.tokens).toEqual([1, 2, 3]);
    expect(models.costs.known).toMatchObject({
      source: "learned-earlier",
      kept: { target: first.costs?.target, learnedAt: expect.any(Number) },
    });
  });

  it("costs the draft alone where it cannot be read", async () => {
    const loader = onProcessor();
    const first = await load(loader, { draft: "one.gguf" });
    const { models } = await load(loader, { draft: "missing.gguf" }, first);
    expect(models.pair).toMatchObject({ draft: null, draftProblem: { kind: "not-found" } });
    expect(diary).toEqual(["load target.gguf", "load one.gguf", "free one.gguf"]);
  });
});

describe("the target is loaded again", () => {
  it.each<[string, Partial<LoadSettings>]>([
    ["another context size", { contextSize: 128 }],
    ["another KV type", { kvType: "q8_0" }],
    ["more threads", { threads: 3 }],
  ])("for %s", async (_what, settings) => {
    const loader = onProcessor();
    const first = await load(loader, { draft: "one.gguf" });
    await load(loader, { draft: "one.gguf", settings }, first);
    expect(diary.slice(2)).toEqual(["free one.gguf", "free target.gguf", "load target.gguf", "load one.gguf"]);
  });

  it("but not for a setting of the draft", async () => {
    const loader = onProcessor();
    const first = await load(loader, { draft: "one.gguf" });
    await load(loader, { draft: "one.gguf", settings: { draftGpuLayers: 1 } }, first);
    expect(diary.slice(2)).toEqual(["free one.gguf", "load one.gguf"]);
  });

  it("for another file at its path", async () => {
    const loader = onProcessor();
    const first = await load(loader, { draft: "one.gguf" });
    await write("target.gguf", 7, 3);
    await load(loader, { draft: "two.gguf" }, first);
    expect(diary.slice(2)).toEqual(["free one.gguf", "free target.gguf", "load target.gguf", "load two.gguf"]);
  });

  it("where another number of its layers fits onto the GPU beside the new draft", async () => {
    // Free beside the target's four layers; the draft takes four as well, so that with it only two of them find room.
    const first = await load(loaderOn("cuda", { ram: 10_000, vram: 6 * LAYER_BYTES }), { draft: null });
    expect(first.models.target.gpuLayers).toBe(LAYERS);
    const beside = await load(loaderOn("cuda", { ram: 10_000, vram: 2 * LAYER_BYTES }), { draft: "one.gguf" }, first);
    expect(beside.models.target.gpuLayers).toBe(2);
    expect(diary).toEqual(["load target.gguf", "free target.gguf", "load target.gguf", "load one.gguf"]);
  });
});

describe("nothing stays in memory", () => {
  it("where the target is gone from the disk", async () => {
    const loader = onProcessor();
    const first = await load(loader, { draft: "one.gguf" });
    const request = { ...first.models.request, target: join(folder, "missing.gguf") };
    const progress = { signal: new AbortController().signal, onProgress: () => undefined };
    await expect(loader.load(request, progress, first)).rejects.toMatchObject({ kind: "not-found" });
    expect(diary.slice(2)).toEqual(["free one.gguf", "free target.gguf"]);
  });

  it.each([
    ["at first", null, ["load target.gguf", "load two.gguf", "free two.gguf", "free target.gguf"]],
    ["after a swap", "one.gguf", ["free one.gguf", "load two.gguf", "free two.gguf", "free target.gguf"]],
  ])("where a model loads but cannot compute: %s", async (_when, before, entries) => {
    const loader = loaderOn("cpu", { ram: 10_000, vram: 0 }, (options) => {
      const model = scriptedModel(options);
      if (!options.path.endsWith("two.gguf")) return model;
      return { ...model, sequence: { ...model.sequence, evaluate: () => Promise.reject(new Error("out of memory")) } };
    });
    const first = before === null ? null : await load(loader, { draft: before });
    const from = diary.length;
    await expect(load(loader, { draft: "two.gguf" }, first)).rejects.toMatchObject({
      kind: "engine-failed",
      message: expect.stringContaining("out of memory"),
    });
    expect(diary.slice(from)).toEqual(entries);
  });

  it("where the load is cancelled", async () => {
    const stop = new AbortController();
    const loader = loaderOn("cpu", { ram: 10_000, vram: 0 }, (options) => {
      if (options.path.endsWith("two.gguf")) stop.abort();
      return scriptedModel(options);
    });
    const first = await load(loader, { draft: "one.gguf" });
    await expect(load(loader, { draft: "two.gguf", signal: stop.signal }, first)).rejects.toMatchObject({
      kind: "cancelled",
    });
    expect(diary.slice(2)).toEqual(["free one.gguf", "load two.gguf", "free two.gguf", "free target.gguf"]);
  });
});
