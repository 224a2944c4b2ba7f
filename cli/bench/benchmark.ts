import { z } from "zod";
import { measurementSchema } from "../../contract/benchmark.ts";
import { samplingSchema } from "../../contract/chat-decoding.ts";
import { decodingSchema } from "../../contract/decoding.ts";
import { kvTypeSchema, loadedPairSchema } from "../../contract/loading.ts";

const modelSchema = z.object({
  name: z.string(),
  file: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  architecture: z.string(),
  parameters: z.number().nullable(),
  vocabularySize: z.int(),
});
export type BenchmarkedModel = z.infer<typeof modelSchema>;

/** Settings of the replies that are the same for all arms. */
export const benchmarkedDecodingSchema = z.object({
  ...decodingSchema.pick({ maxDraftTokens: true, minDraftTokens: true, minDraftConfidence: true }).shape,
  ...samplingSchema.omit({ stop: true }).shape,
});

/** What was measured, with what, on what. No paths of the machine: results are published. */
export const headerSchema = z.object({
  type: z.literal("header"),
  startedAt: z.string(),
  /** What whoever measured has to say, such as what else the machine did. */
  note: z.string().nullable(),
  outrider: z.object({
    version: z.string(),
    /** Null outside a checkout. */
    commit: z.string().nullable(),
    /** Whether files differed from that commit. */
    modified: z.boolean(),
  }),
  versions: z.object({ node: z.string(), nodeLlamaCpp: z.string(), llamaCpp: z.string() }),
  machine: z.object({ processor: z.string(), cores: z.int(), memoryBytes: z.number(), system: z.string() }),
  models: z.object({ target: modelSchema, draft: modelSchema.nullable() }),
  loading: z.object({
    backend: loadedPairSchema.shape.backend,
    threads: z.int(),
    contextSize: z.int(),
    kvType: kvTypeSchema,
    flashAttention: z.boolean(),
  }),
  settings: z.object({
    arms: z.array(z.string()),
    prompts: z.array(z.object({ id: z.string(), sha256: z.string() })),
    runs: z.int(),
    warmup: z.int(),
    seed: z.int(),
    decoding: benchmarkedDecodingSchema,
  }),
});
export type BenchmarkHeader = z.infer<typeof headerSchema>;

export const measuredSchema = measurementSchema.extend({
  type: z.literal("measurement"),
  run: z.int(),
  prompt: z.string(),
  category: z.string(),
  arm: z.string(),
  /** The system's load average over the minute before: above the threads in use, others were at work. 0 on Windows. */
  load: z.number(),
});
export type Measured = z.infer<typeof measuredSchema>;

/** A whole run, as --json writes it. */
export const benchmarkSchema = z.object({ header: headerSchema, measurements: z.array(measuredSchema) });
export type Benchmark = z.infer<typeof benchmarkSchema>;
