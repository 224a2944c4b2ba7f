import {
  GgmlType,
  GgufInsights,
  getLlama,
  getModuleVersion,
  type Llama,
  type LlamaContextOptions,
  LlamaLogLevel,
  type LlamaModel,
  NoBinaryFoundError,
  readGgufFileInfo,
} from "node-llama-cpp";
import type { FlashAttention, Gpu, KvType } from "../../contract/loading.ts";
import { decodeWithLibrary, type LibraryModel } from "./library-loop.ts";
import { createLlamaSequence } from "./llama-sequence.ts";
import { createLlamaVocabulary } from "./llama-vocabulary.ts";
import { NativeTimings } from "./native-timings.ts";
import type { Backend, Model, ModelOptions, OpenRuntime, Runtime } from "./runtime.ts";
import { unusableBackend } from "./unusable-backend.ts";

/** llama.cpp's default for one pass; the library's too. */
const batchSize = 512;

const kvTypes = {
  f32: "F32",
  f16: "F16",
  bf16: "BF16",
  q8_0: "Q8_0",
} as const satisfies Record<KvType, keyof typeof GgmlType>;

/** Opens node-llama-cpp on the given backend, from the binaries that come as packages. */
export const openLlamaRuntime: OpenRuntime = async (gpu, log): Promise<Runtime> => {
  const timings = new NativeTimings();
  const llama = await openLlama(gpu, (level, text) => {
    if (!timings.receive(text)) log(level, text);
  });
  return {
    backend: llama.gpu === false ? "cpu" : (llama.gpu satisfies Backend),
    version: await getModuleVersion(),
    defaultThreads: llama.cpuMathCores,

    async freeMemory() {
      const [ram, vram] = await Promise.all([llama.getRamState(), llama.getVramState()]);
      return { ram: ram.free, vram: vram.free };
    },

    async estimator(options) {
      const insights = await GgufInsights.from(await readGgufFileInfo(options.path), llama);
      return {
        layers: insights.totalLayers,
        async need(gpuLayers, contextSize) {
          const weights = await insights.estimateModelResourceRequirementsV2({ gpuLayers });
          const context = await insights.estimateContextResourceRequirementsV2({
            contextSize,
            modelGpuLayers: gpuLayers,
            batchSize,
            sequences: 1,
            flashAttention: toLibraryFlashAttention(options.flashAttention),
            swaFullCache: true,
            kvCacheKeyType: GgmlType[kvTypes[options.kvType]],
            kvCacheValueType: GgmlType[kvTypes[options.kvType]],
          });
          return {
            weights: { ram: weights.cpuRam, vram: weights.gpuVram },
            context: { ram: context.cpuRam, vram: context.gpuVram },
          };
        },
      };
    },

    load: (options) => loadModel(llama, timings, options),
    dispose: () => llama.dispose(),
  };
};

async function openLlama(gpu: Gpu, log: Parameters<OpenRuntime>[1]): Promise<Llama> {
  const llama = await openBuild(gpu, log);
  // Asked for Metal elsewhere than on a Mac, the library takes the build without a GPU.
  if (gpu === "auto" || llama.gpu === (gpu === "off" ? false : gpu)) return llama;
  await llama.dispose();
  throw unusableBackend(gpu, new Error(`the library opened ${llama.gpu === false ? "the CPU" : llama.gpu}`));
}

async function openBuild(gpu: Gpu, log: Parameters<OpenRuntime>[1]): Promise<Llama> {
  try {
    return await getLlama({
      gpu: gpu === "off" ? false : gpu,
      // Lets every context use the threads it was given. Otherwise the library halves them for the verify pass, because
      // the draft's reservation is still open then.
      maxThreads: 0,
      build: "never",
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.info,
      logger: (level, text) => log(toLogLevel(level), text),
    });
  } catch (error) {
    if (error instanceof NoBinaryFoundError || gpu !== "auto") throw unusableBackend(gpu, error);
    throw error;
  }
}

async function loadModel(llama: Llama, timings: NativeTimings, options: ModelOptions): Promise<Model> {
  const model = await llama.loadModel({
    modelPath: options.path,
    gpuLayers: options.gpuLayers,
    loadSignal: options.signal,
    onLoadProgress: options.onProgress,
    // The engine plans both models in one budget before it loads the first; the library sees only one at a time.
    ignoreMemorySafetyChecks: true,
  });
  try {
    return await createModel(model, timings, options);
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

/** The library's side of the models that were made here. */
const libraryModels = new WeakMap<Model, LibraryModel>();

async function createModel(model: LlamaModel, timings: NativeTimings, options: ModelOptions): Promise<Model> {
  const contextOptions = toContextOptions(options);
  const context = await model.createContext({ ...contextOptions, createSignal: options.signal });
  const sequence = createLlamaSequence(context.getSequence(), context.batchSize, options.tokenTexts.length, {
    contextSize: options.contextSize,
    canShift: options.canShift,
  });
  const library: LibraryModel = { model, contextOptions, timings };
  const created: Model = {
    path: options.path,
    vocabulary: createLlamaVocabulary(model, options),
    sequence,
    gpuLayers: model.gpuLayers,
    flashAttention:
      context.flashAttention === "auto" ? model.fileInsights.flashAttentionSupported : context.flashAttention,
    weightBytes: model.size,
    takeNativeMs: () => timings.take(context),
    decodeWithLibrary: (job, draft) =>
      decodeWithLibrary(library, draft === null ? null : (libraryModels.get(draft) ?? null), job),
    async dispose() {
      await context.dispose();
      await model.dispose();
    },
  };
  libraryModels.set(created, library);
  return created;
}

function toContextOptions(options: ModelOptions): LlamaContextOptions {
  return {
    sequences: 1,
    contextSize: options.contextSize,
    batchSize: Math.min(batchSize, options.contextSize),
    threads: options.threads,
    flashAttention: toLibraryFlashAttention(options.flashAttention),
    experimentalKvCacheKeyType: kvTypes[options.kvType],
    experimentalKvCacheValueType: kvTypes[options.kvType],
    // A sliding window that has slid on cannot be rolled back; the full cache can, at the price of memory.
    swaFullCache: true,
    failedCreationRemedy: false,
    ignoreMemorySafetyChecks: true,
    // Two clock readings a pass; the benchmark tells by them what is llama.cpp's time and what is ours.
    performanceTracking: true,
  };
}

function toLibraryFlashAttention(setting: FlashAttention): "auto" | boolean {
  return setting === "auto" ? "auto" : setting === "on";
}

function toLogLevel(level: LlamaLogLevel): "debug" | "info" | "warn" | "error" {
  switch (level) {
    case LlamaLogLevel.fatal:
    case LlamaLogLevel.error:
      return "error";
    case LlamaLogLevel.warn:
      return "warn";
    case LlamaLogLevel.info:
      return "info";
    default:
      return "debug";
  }
}
