import { basename } from "node:path";
import type { Circumstances } from "../../contract/costs.ts";
import type { LoadRequest } from "../../contract/engine-messages.ts";
import type { Gpu, LoadedModel, LoadSettings, MemoryForecast, PlacedModel } from "../../contract/loading.ts";
import { messageOf, OutriderError, toErrorRecord } from "../../contract/outrider-error.ts";
import type { PairCosts } from "../pacing/pair-pace.ts";
import type { MemoryNeed, Model, OpenRuntime, Runtime } from "../runtime/runtime.ts";
import { attempt } from "./attempt.ts";
import { findCosts } from "./find-costs.ts";
import { identifyFile } from "./identify-file.ts";
import { type LoadedModels, type LoadProgress, loadModels, threadsOf } from "./load-models.ts";
import type { PairInMemory, PresentPair } from "./pair-in-memory.ts";
import { forecastMemory, type MemoryPlan, type Placement, type PlannedModel, planMemory } from "./plan-memory.ts";
import { contextSizeOf, type ReadModel, readDraft, readModel, rollbackProblemOf } from "./read-model.ts";
import { withRepackedWeights } from "./repacked-weights.ts";
import { isSameTarget } from "./staying-target.ts";

/** Loads pairs, one after the other, and keeps the native runtime open between them. */
export class PairLoader {
  readonly #openRuntime: OpenRuntime;
  readonly #log: Parameters<OpenRuntime>[1];
  #open: { readonly gpu: Gpu; readonly runtime: Runtime } | null = null;

  constructor(openRuntime: OpenRuntime, log: Parameters<OpenRuntime>[1]) {
    this.#openRuntime = openRuntime;
    this.#log = log;
  }

  /**
   * Reads both headers, plans both models in one memory budget, then loads. A draft that cannot be read, does not fit
   * the target or the memory, or fails to load costs the draft alone: the pair says why in `draftProblem`.
   *
   * @param present what is in memory. It is let go of first, all but its target where that can stay; whatever happens,
   *   nothing of it is the caller's any more
   * @throws OutriderError for whatever keeps the target from being loaded; cancelled where the signal fires
   */
  async load(request: LoadRequest, progress: LoadProgress, present: PresentPair | null = null): Promise<PairInMemory> {
    const staying = await release(present, request);
    try {
      const loaded = await this.#load(request, progress, staying);
      const stayed = loaded.target === staying?.models.target;
      this.#log("info", `${request.target} ${stayed ? "stays in memory" : "was loaded"}`);
      if (loaded.draft !== null) this.#log("info", `${loaded.draft.path} was loaded`);
      return loaded;
    } catch (error) {
      await staying?.models.dispose();
      throw error;
    }
  }

  /** @param present a pair without its draft, whose target is the one asked for; null: it has to be loaded */
  async #load(request: LoadRequest, progress: LoadProgress, present: PresentPair | null): Promise<PairInMemory> {
    const start = performance.now();
    const { settings } = request;
    const target = await readModel(request.target);
    const wanted = request.draft === null ? null : await attempt(() => readDraft(request.draft ?? "", target));
    const runtime = await this.#runtime(settings.gpu);
    const held = present?.models.targetPlace.need ?? null;
    const plan = await this.#plan(runtime, settings, target, wanted?.value ?? null, held);

    // Beside another draft more or fewer of its layers may fit onto a GPU.
    const staying = present?.models.targetPlace.gpuLayers === plan.target.gpuLayers ? present : null;
    if (staying === null) await present?.models.dispose();
    const draftModel = plan.draft === null ? null : (wanted?.value ?? null);
    const loaded = await loadModels(
      runtime,
      settings,
      plan,
      target,
      draftModel,
      staying?.models.target ?? null,
      progress,
    );
    const { draft } = loaded;
    const dispose = async () => {
      await draft?.dispose();
      await loaded.target.dispose();
    };
    const threads = threadsOf(settings, runtime);
    const costs = await costsOf(loaded, { runtime, request, staying, signal: progress.signal }).catch(
      async (error: unknown) => {
        await dispose();
        throw error;
      },
    );
    const problem = wanted?.error ?? plan.draftProblem ?? loaded.draftError;
    return {
      target: loaded.target,
      draft,
      chatTemplate: target.header.chatTemplate,
      costs,
      rollbackProblem: rollbackProblemOf(target),
      memory: sum(plan.target.need, draft === null ? null : (plan.draft?.need ?? null)),
      request,
      targetPlace: plan.target,
      pair: {
        target: describeLoaded(target, loaded.target, plan.target),
        draft:
          draft === null || draftModel === null || plan.draft === null
            ? null
            : describeLoaded(draftModel, draft, plan.draft),
        draftProblem: problem === null ? null : toErrorRecord(problem),
        backend: runtime.backend,
        threads,
        kvType: settings.kvType,
        flashAttention: loaded.target.flashAttention,
        loadMs: performance.now() - start,
      },
      dispose,
    };
  }

  /**
   * What loading a pair would take. A draft that does not serve the target counts all the same: only its size is asked.
   *
   * @param held what the pair in memory takes, which is let go of first; null: none is
   */
  async forecast({ target, draft, settings: wanted }: LoadRequest, held: MemoryNeed | null): Promise<MemoryForecast> {
    const ofTarget = await readModel(target);
    const ofDraft = draft === null ? null : await readModel(draft);
    // Opening another runtime would close the one that the pair in memory needs; the setting counts from the next load on.
    const runtime =
      held === null ? await this.#runtime(wanted.gpu) : (this.#open?.runtime ?? (await this.#runtime(wanted.gpu)));
    const settings: LoadSettings = wanted.gpu === "off" ? { ...wanted, gpuLayers: 0, draftGpuLayers: 0 } : wanted;
    const free = sum(await runtime.freeMemory(), held);
    const plan = await forecastMemory(
      free,
      await planned(runtime, settings, ofTarget, settings.gpuLayers),
      ofDraft === null ? null : await planned(runtime, settings, ofDraft, settings.draftGpuLayers),
    );
    const placed = (model: ReadModel, { needs, gpuLayers }: Placement): PlacedModel => ({
      ...needs,
      contextSize: contextSizeOf(settings, model),
      layers: model.facts.layers,
      gpuLayers,
    });
    return {
      backend: runtime.backend,
      free,
      target: placed(ofTarget, plan.target),
      draft: ofDraft === null || plan.draft === null ? null : placed(ofDraft, plan.draft),
      alone: placed(ofTarget, plan.alone),
      fits: plan.fits,
    };
  }

  async dispose(): Promise<void> {
    await this.#open?.runtime.dispose();
    this.#open = null;
  }

  async #runtime(gpu: Gpu): Promise<Runtime> {
    if (this.#open?.gpu === gpu) return this.#open.runtime;
    await this.dispose();
    const runtime = await this.#openRuntime(gpu, this.#log);
    this.#open = { gpu, runtime };
    return runtime;
  }

  async #plan(
    runtime: Runtime,
    settings: LoadSettings,
    target: ReadModel,
    draft: ReadModel | null,
    held: MemoryNeed | null,
  ): Promise<MemoryPlan> {
    return planMemory(
      sum(await runtime.freeMemory(), held),
      await planned(runtime, settings, target, settings.gpuLayers),
      draft === null ? null : await planned(runtime, settings, draft, settings.draftGpuLayers),
      settings.memoryCheck,
    );
  }
}

interface Loading {
  readonly runtime: Runtime;
  readonly request: LoadRequest;
  readonly staying: PresentPair | null;
  readonly signal: AbortSignal;
}

/** What the passes of models that were just loaded cost; the first of these passes shows whether they can compute at all. */
async function costsOf(
  { target, draft }: LoadedModels,
  { runtime, request, staying, signal }: Loading,
): Promise<PairCosts> {
  const { settings, keptCosts = [] } = request;
  const circumstances: Circumstances = {
    target: await identifyFile(target.path),
    draft: draft === null ? null : await identifyFile(draft.path),
    backend: runtime.backend,
    threads: threadsOf(settings, runtime),
    gpuLayers: target.gpuLayers,
    draftGpuLayers: draft?.gpuLayers ?? null,
    kvType: settings.kvType,
    flashAttention: target.flashAttention,
    library: runtime.version,
  };
  try {
    return await findCosts({
      circumstances,
      kept: keptCosts,
      staying: staying?.costs ?? null,
      target: target.sequence,
      draft: draft?.sequence ?? null,
      signal,
    });
  } catch (error) {
    const cause = messageOf(error);
    throw new OutriderError(
      "engine-failed",
      `The pair was loaded but cannot compute (${cause}). Try a smaller context, fewer GPU layers, or the GPU off.`,
      { cause: error },
    );
  }
}

/** Frees what cannot stay; what does stay is answered, without its draft. */
async function release(present: PresentPair | null, request: LoadRequest): Promise<PresentPair | null> {
  if (present === null) return null;
  const file = await identifyFile(request.target).catch(() => null);
  const { models } = present;
  const loadedBy = { request: models.request, file: models.costs.circumstances.target };
  if (file !== null && isSameTarget(loadedBy, { request, file })) {
    await models.draft?.dispose();
    return present;
  }
  await models.dispose();
  return null;
}

async function planned(
  runtime: Runtime,
  settings: LoadSettings,
  model: ReadModel,
  gpuLayers: "auto" | number,
): Promise<PlannedModel> {
  const { kvType, flashAttention } = settings;
  return {
    name: basename(model.path),
    estimator: withRepackedWeights(await runtime.estimator({ path: model.path, kvType, flashAttention }), model.header),
    contextSize: contextSizeOf(settings, model),
    gpuLayers: runtime.backend === "cpu" ? 0 : gpuLayers,
  };
}

function describeLoaded(read: ReadModel, model: Model, placement: Placement): LoadedModel {
  const { facts } = read;
  return {
    path: read.path,
    name: facts.name ?? basename(read.path),
    architecture: facts.architecture,
    parameters: facts.parameters,
    layers: facts.layers,
    gpuLayers: model.gpuLayers,
    vocabularySize: facts.vocabularySize,
    trainedContext: facts.trainedContext,
    contextSize: model.sequence.capacity + 1,
    hasChatTemplate: facts.hasChatTemplate,
    weightBytes: model.weightBytes,
    contextBytes: placement.contextBytes,
  };
}

function sum(one: MemoryNeed, other: MemoryNeed | null): MemoryNeed {
  return { ram: one.ram + (other?.ram ?? 0), vram: one.vram + (other?.vram ?? 0) };
}
