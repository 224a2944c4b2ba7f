import { z } from "zod";
import { errorRecordSchema } from "./outrider-error.ts";

export const gpuSchema = z.enum(["auto", "off", "cuda", "metal", "vulkan"]);
export type Gpu = z.infer<typeof gpuSchema>;

export const kvTypeSchema = z.enum(["f32", "f16", "bf16", "q8_0"]);
export type KvType = z.infer<typeof kvTypeSchema>;

export const flashAttentionSchema = z.enum(["auto", "on", "off"]);
export type FlashAttention = z.infer<typeof flashAttentionSchema>;

const orAuto = (count: z.ZodType<number>) => z.union([z.literal("auto"), count]);

/** How a pair is put into memory. */
export const loadSettingsSchema = z.object({
  gpu: gpuSchema.default("auto"),
  /** Layers of the target on the GPU. */
  gpuLayers: orAuto(z.int().min(0)).default("auto"),
  /** Layers of the draft on the GPU; auto = all of them, before the target gets any. */
  draftGpuLayers: orAuto(z.int().min(0)).default("auto"),
  /** Tokens; auto = min(8192, what the target was trained on). */
  contextSize: orAuto(z.int().min(64).max(10_000_000)).default("auto"),
  /** Auto = the processor's cores that are good at mathematics. */
  threads: orAuto(z.int().min(1).max(1024)).default("auto"),
  kvType: kvTypeSchema.default("f16"),
  flashAttention: flashAttentionSchema.default("auto"),
  /** Whether a pair that would not fit into the free memory is refused before it is loaded. */
  memoryCheck: z.boolean().default(true),
});
export type LoadSettings = z.infer<typeof loadSettingsSchema>;

/** A model in memory. Sizes in bytes. */
export const loadedModelSchema = z.object({
  path: z.string(),
  /** `general.name`, or the file's name. */
  name: z.string(),
  architecture: z.string(),
  parameters: z.number().nullable(),
  layers: z.int(),
  gpuLayers: z.int(),
  vocabularySize: z.int(),
  trainedContext: z.int(),
  contextSize: z.int(),
  hasChatTemplate: z.boolean(),
  weightBytes: z.number(),
  /** Estimate of KV cache and compute buffers. */
  contextBytes: z.number(),
});
export type LoadedModel = z.infer<typeof loadedModelSchema>;

export const loadedPairSchema = z.object({
  target: loadedModelSchema,
  draft: loadedModelSchema.nullable(),
  /** Why a draft that was asked for is not there; plain decoding goes on without it. */
  draftProblem: errorRecordSchema.nullable(),
  backend: z.enum(["cpu", "cuda", "metal", "vulkan"]),
  threads: z.int(),
  kvType: kvTypeSchema,
  flashAttention: z.boolean(),
  loadMs: z.number(),
});
export type LoadedPair = z.infer<typeof loadedPairSchema>;

/** Bytes in the computer's own memory and in that of its GPUs. */
export const memoryNeedSchema = z.object({ ram: z.number(), vram: z.number() });

const placedModelSchema = z.object({
  weights: memoryNeedSchema,
  /** KV cache and compute buffers. */
  context: memoryNeedSchema,
  contextSize: z.int(),
  layers: z.int(),
  gpuLayers: z.int(),
});
export type PlacedModel = z.infer<typeof placedModelSchema>;

/** What loading a pair would take, before anything is loaded. */
export const memoryForecastSchema = z.object({
  backend: z.enum(["cpu", "cuda", "metal", "vulkan"]),
  /** Free now, and what the pair in memory would make free. */
  free: memoryNeedSchema,
  /** Beside the draft. */
  target: placedModelSchema,
  draft: placedModelSchema.nullable(),
  /** The target where no draft is beside it: with a GPU it may get more layers there. */
  alone: placedModelSchema,
  fits: z.object({ together: z.boolean(), alone: z.boolean() }),
});
export type MemoryForecast = z.infer<typeof memoryForecastSchema>;

/** What a GGUF header says, read without loading weights. */
export const modelHeaderSchema = z.object({
  name: z.string().nullable(),
  architecture: z.string(),
  /** Such as `Q4_1`; null where the header does not say. */
  quantization: z.string().nullable(),
  parameters: z.number(),
  layers: z.int(),
  trainedContext: z.int(),
  tokenizer: z.string(),
  vocabularySize: z.int(),
  hasChatTemplate: z.boolean(),
  /** Trained to answer, or a base model that only goes on with a text. */
  tuning: z.enum(["instruct", "base"]),
  /** `general.license`, such as `apache-2.0`; null where the file does not say. */
  license: z.string().nullable(),
  fileBytes: z.number(),
});
export type ModelHeader = z.infer<typeof modelHeaderSchema>;

/** Whether a draft can serve a target, and if not, why. `sizeRatio`: draft parameters / target parameters. */
export const pairFitSchema = z.discriminatedUnion("fits", [
  z.object({
    fits: z.literal(true),
    sizeRatio: z.number(),
    /** Why it may still not be worth it; null: nothing speaks against it. */
    warning: z.string().nullable(),
  }),
  z.object({
    fits: z.literal(false),
    reason: z.string(),
    /** The first tokens whose texts differ, at most eight. */
    differences: z.array(z.object({ id: z.int(), target: z.string().nullable(), draft: z.string().nullable() })),
    sizeRatio: z.number(),
  }),
]);
export type PairFit = z.infer<typeof pairFitSchema>;
