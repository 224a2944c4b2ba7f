import { z } from "zod";

/** The largest k the slider, the terminal and the engine take. */
export const MAXIMUM_K = 16;

export const captureSchema = z.enum(["figures", "candidates"]);
export type Capture = z.infer<typeof captureSchema>;

export const kSchema = z.int().min(0).max(MAXIMUM_K);

/** Auto: measured round by round, 0 where drafting does not pay on this machine. */
export const kChoiceSchema = z.union([z.literal("auto"), kSchema]);
export type KChoice = z.infer<typeof kChoiceSchema>;

/** `model` without a loaded draft is plain decoding; `lookup+model` without one is `lookup`. */
export const drafterChoiceSchema = z.enum(["model", "lookup", "lookup+model", "off"]);
export type DrafterChoice = z.infer<typeof drafterChoiceSchema>;

/**
 * How a reply is decoded. The sampling defaults are llama.cpp's (common_params_sampling) and count only once
 * temperature > 0; temperature 0 is greedy. The order is llama.cpp's: repeat penalty, top-k, top-p, min-p, temperature.
 */
export const decodingSchema = z.object({
  drafter: drafterChoiceSchema.default("model"),
  /** Tokens drafted per round; 0 is plain decoding. */
  k: kChoiceSchema.default(4),
  /** A cap under any k. */
  maxDraftTokens: z.int().min(0).max(MAXIMUM_K).default(MAXIMUM_K),
  /** Tokens of the reply at the most, the end-of-generation token counted. */
  maxTokens: z.int().min(1).max(1_000_000).default(256),
  temperature: z.number().min(0).max(10).default(0),
  /** 0 = off. */
  topK: z.int().min(0).max(1_000_000).default(40),
  /** 1 = off. */
  topP: z.number().gt(0).max(1).default(0.95),
  /** 0 = off. */
  minP: z.number().min(0).max(1).default(0.05),
  /** 1 = off; divides positive and multiplies negative logits of the last 64 tokens, also at temperature 0. */
  repeatPenalty: z.number().min(1).max(10).default(1),
  /**
   * A fixed seed gives the same tokens for the same models, drafter and fixed k: with k auto the k follows the clock. Null
   * draws one, which the summary reports.
   */
  seed: z.int().min(0).max(0xffff_ffff).nullable().default(null),
  /** The reply ends before the first of these texts. */
  stop: z.array(z.string().min(1)).max(16).default([]),
  capture: captureSchema.default("figures"),
});
export type Decoding = z.infer<typeof decodingSchema>;

export const roleSchema = z.enum(["system", "user", "assistant"]);

export const promptMessageSchema = z.object({
  role: roleSchema,
  content: z.string(),
  /** The ids the engine emitted for this content: re-used as they are, so that the cache of the previous turn still fits. */
  tokens: z.array(z.int().min(0)).optional(),
});
export type PromptMessage = z.infer<typeof promptMessageSchema>;

export const promptSchema = z.discriminatedUnion("kind", [
  /** Rendered by the target's chat template; a model without one gets the contents one after another. */
  z.object({ kind: z.literal("messages"), messages: z.array(promptMessageSchema).min(1) }),
  /** Continued as it stands. */
  z.object({ kind: z.literal("raw"), text: z.string() }),
]);
export type Prompt = z.infer<typeof promptSchema>;
