import { z } from "zod";
import { kvTypeSchema } from "./loading.ts";

/** What passes over some width took, and how sure that is. */
const widthCostSchema = z.object({
  /** Tokens in one pass. */
  width: z.int().min(1),
  ms: z.number().positive(),
  /** Of the logarithm of the milliseconds. */
  variance: z.number().positive(),
});
export type WidthCost = z.infer<typeof widthCostSchema>;

/** Tells model files apart without reading all of them. */
export const fileIdentitySchema = z.object({
  bytes: z.number(),
  /** SHA-256 of the first megabyte, where the header begins. */
  startHash: z.string(),
});
export type FileIdentity = z.infer<typeof fileIdentitySchema>;

/** All that decides how long a pass takes on this computer, as far as it is known. */
const circumstancesSchema = z.object({
  target: fileIdentitySchema,
  draft: fileIdentitySchema.nullable(),
  backend: z.enum(["cpu", "cuda", "metal", "vulkan"]),
  threads: z.int(),
  gpuLayers: z.int(),
  draftGpuLayers: z.int().nullable(),
  kvType: kvTypeSchema,
  flashAttention: z.boolean(),
  /** Version of the native library. */
  library: z.string(),
});
export type Circumstances = z.infer<typeof circumstancesSchema>;

/** What was learned of a pair's passes; kept between starts, so that it need not be measured again. */
export const keptCostsSchema = z.object({
  circumstances: circumstancesSchema,
  target: z.array(widthCostSchema).min(1),
  /** Empty: no draft, or none of its passes was timed. */
  draft: z.array(widthCostSchema),
  /** Milliseconds since 1970 when a plain pass of the target was last timed. */
  learnedAt: z.number(),
});
export type KeptCosts = z.infer<typeof keptCostsSchema>;
