import { basename } from "node:path";
import type { KeptCosts } from "../../contract/costs.ts";
import type { LoadRequest } from "../../contract/engine-messages.ts";
import type {
  Gpu,
  LoadedModel,
  LoadedPair,
  LoadSettings,
  MemoryForecast,
  ModelHeader,
  PlacedModel,
} from "../../contract/loading.ts";
import { OutriderError, toErrorRecord } from "../../contract/outrider-error.ts";
import { canShift } from "../context/can-shift.ts";
import { describe } from "../gguf/describe.ts";
import { type GgufHeader, textOf } from "../gguf/gguf-header.ts";
import { readHeader } from "../gguf/read-header.ts";
import type { PairCosts } from "../pacing/pair-pace.ts";
import { canDraftFor } from "../pairing/can-draft-for.ts";
import { architectureWithoutRollback } from "../pairing/rollback.ts";
import type { MemoryNeed, Model, OpenRuntime, Runtime } from "../runtime/runtime.ts";
import { findCosts } from "./find-costs.ts";
import { identifyFile } from "./identify-file.ts";
import { forecastMemory, type MemoryPlan, type Placement, type PlannedModel, planMemory } from "./plan-memory.ts";
import { withRepackedWeights } from "./repacked-weights.ts";
import { isSameTarget } from "./staying-target.ts";

/** More context than this costs memory that most chats never use. */
const DEFAULT_CONTEXT = 8192;

export interface PairInMemory {
  readonly target: Model;
  readonly draft: Model | null;
  /** The target's; null: a base model. */
  readonly chatTemplate: string | null;
  readonly pair: LoadedPair;
  readonly costs: PairCosts;
  /** Bytes that both models were planned with. */
  readonly memory: MemoryNeed;
  /** What it was loaded by. */
  readonly request: LoadRequest;
  readonly targetPlace: Placement;
  /** Why nothing can be drafted for this target at all; null: it can. */
  readonly rollbackProblem: string | null;
  /** Frees both. To ask for it again does nothing. */
  dispose(): Promise<void>;
}

/** The pair that is in memory when another one is asked for. */
export interface PresentPair {
  readonly models: PairInMemory;
  /** What was measured and learned of its passes; null: nothing yet. */
  readonly costs: KeptCosts | null;
}

export interface LoadProgress {
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

interface ReadModel {
  readonly path: string;
  readonly header: GgufHeader;
  readonly facts: ModelHeader;
}

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
    const problem = wanted?.error ?? plan.draftProblem ?? loaded.draftError;
    return {
      target: loaded.target,
      draft,
      chatTemplate: target.header.chatTemplate,
      costs: await findCosts({
        circumstances: {
          target: await identifyFile(target.path),
          draft: draft === null ? null : await identifyFile(draft.path),
          backend: runtime.backend,
          threads: threadsOf(settings, runtime),
          gpuLayers: loaded.target.gpuLayers,
          draftGpuLayers: draft?.gpuLayers ?? null,
          kvType: settings.kvType,
          flashAttention: loaded.target.flashAttention,
          library: runtime.version,
        },
        kept: request.keptCosts ?? [],
        staying: staying?.costs ?? null,
        target: loaded.target.sequence,
        draft: draft?.sequence ?? null,
        signal: progress.signal,
      }),
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
        threads: threadsOf(settings, runtime),
        kvType: settings.kvType,
        flashAttention: loaded.target.flashAttention,
        loadMs: performance.now() - start,
      },
      async dispose() {
        await draft?.dispose();
        await loaded.target.dispose();
      },
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

async function readModel(path: string): Promise<ReadModel> {
  const header = await readHeader(path);
  return { path, header, facts: describe(header) };
}

async function readDraft(path: string, target: ReadModel): Promise<ReadModel> {
  const draft = await readModel(path);
  const fit = canDraftFor(target.header, draft.header);
  if (!fit.fits) throw new OutriderError("pair-mismatch", fit.reason);
  return draft;
}

interface LoadedModels {
  readonly target: Model;
  readonly draft: Model | null;
  /** Why a draft that was to be loaded is not there; null: nothing went wrong. */
  readonly draftError: unknown;
}

/** Loads to the places of the plan. A target that stays is no work, so progress is the draft's alone then. */
async function loadModels(
  runtime: Runtime,
  settings: LoadSettings,
  plan: MemoryPlan,
  target: ReadModel,
  draft: ReadModel | null,
  staying: Model | null,
  { signal, onProgress }: LoadProgress,
): Promise<LoadedModels> {
  const bytes = { target: staying === null ? target.facts.fileBytes : 0, draft: draft?.facts.fileBytes ?? 0 };
  const targetShare = bytes.target / Math.max(1, bytes.target + bytes.draft);
  const loadedTarget =
    staying ??
    (await loadModel(runtime, settings, target, plan.target.gpuLayers, {
      signal,
      onProgress: (fraction) => onProgress(fraction * targetShare),
    }));
  const loadedDraft =
    draft === null
      ? null
      : await attempt(() =>
          loadModel(runtime, settings, draft, plan.draft?.gpuLayers ?? 0, {
            signal,
            onProgress: (fraction) => onProgress(targetShare + fraction * (1 - targetShare)),
          }),
        );
  if (signal.aborted) {
    await loadedDraft?.value?.dispose();
    await loadedTarget.dispose();
    throw cancelled();
  }
  return { target: loadedTarget, draft: loadedDraft?.value ?? null, draftError: loadedDraft?.error ?? null };
}

async function loadModel(
  runtime: Runtime,
  settings: LoadSettings,
  model: ReadModel,
  gpuLayers: number,
  progress: LoadProgress,
): Promise<Model> {
  if (progress.signal.aborted) throw cancelled();
  try {
    return await runtime.load({
      path: model.path,
      tokenTexts: model.header.tokens,
      tokenizer: model.facts.tokenizer,
      preTokenizer: textOf(model.header, "tokenizer.ggml.pre") ?? "",
      gpuLayers,
      contextSize: contextSizeOf(settings, model),
      canShift: canShift(model.header, settings.kvType),
      threads: threadsOf(settings, runtime),
      kvType: settings.kvType,
      flashAttention: settings.flashAttention,
      ...progress,
    });
  } catch (error) {
    if (progress.signal.aborted) throw cancelled();
    const cause = error instanceof Error ? error.message : String(error);
    throw new OutriderError(
      "engine-failed",
      `${basename(model.path)} could not be loaded (${cause}). Try a smaller context, another KV type or flash attention auto; if that does not help, the file may be of a kind this version does not know.`,
      { cause: error },
    );
  }
}

function contextSizeOf(settings: LoadSettings, model: ReadModel): number {
  return settings.contextSize === "auto" ? Math.min(DEFAULT_CONTEXT, model.facts.trainedContext) : settings.contextSize;
}

function threadsOf(settings: LoadSettings, runtime: Runtime): number {
  return settings.threads === "auto" ? runtime.defaultThreads : settings.threads;
}

function rollbackProblemOf(target: ReadModel): string | null {
  const architecture = architectureWithoutRollback(target.header);
  return architecture === null
    ? null
    : `${basename(target.path)} (${architecture}) keeps a running state that cannot go back over rejected tokens, so it is decoded without drafts.`;
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

function cancelled(): OutriderError {
  return new OutriderError("cancelled", "Loading was cancelled.");
}

/** A failure that is not the end: its error in place of the value. */
async function attempt<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value?: Value; readonly error?: unknown }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}
