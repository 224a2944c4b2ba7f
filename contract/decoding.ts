import { z } from "zod";

/** The largest k the slider, the terminal and the engine take. */
export const MAXIMUM_K = 16;

/** The longest draft there is: that of a look-up under auto, whose guesses cost no time. */
export const LONGEST_DRAFT = 64;

export const captureSchema = z.enum(["figures", "candidates"]);
export type Capture = z.infer<typeof captureSchema>;

export const kSchema = z.int().min(0).max(MAXIMUM_K);

/** Auto: measured round by round, 0 where drafting does not pay on this machine. */
export const kChoiceSchema = z.union([z.literal("auto"), kSchema]);
export type KChoice = z.infer<typeof kChoiceSchema>;

/** Who guesses. What asks for a draft model is `lookup` where none is loaded: {@link drafterInForce}. */
export const drafterChoiceSchema = z.enum(["model", "lookup", "lookup+model", "off"]);
export type DrafterChoice = z.infer<typeof drafterChoiceSchema>;

/** Whether the choice needs a draft model in memory. */
export function asksForModel(choice: DrafterChoice): boolean {
  return choice === "model" || choice === "lookup+model";
}

/** Who will guess: prompt lookup costs next to nothing, so it stands in wherever there is no draft model. */
export function drafterInForce(choice: DrafterChoice, hasDraft: boolean): DrafterChoice {
  return asksForModel(choice) && !hasDraft ? "lookup" : choice;
}

/**
 * How a reply is decoded. The sampling defaults are llama.cpp's (common_params_sampling) and count only once
 * temperature > 0; temperature 0 is greedy. The order is llama.cpp's: repeat penalty, top-k, top-p, min-p, temperature.
 */
export const decodingSchema = z.object({
  drafter: drafterChoiceSchema.default("model"),
  /** Tokens drafted per round; 0 is plain decoding. */
  k: kChoiceSchema.default(4),
  /** A cap under any k, and under the longer drafts that auto lets a look-up make. */
  maxDraftTokens: z.int().min(0).max(LONGEST_DRAFT).default(LONGEST_DRAFT),
  /**
   * A shorter draft is not sent to verification (llama.cpp's n-min). A draft that a model sampled (temperature > 0) is sent
   * all the same: to drop it for what it says would change the distribution of the reply.
   */
  minDraftTokens: z.int().min(0).max(MAXIMUM_K).default(0),
  /** A draft model stops guessing where its best guess has less probability than this (llama.cpp's p-min). 0 = off. */
  minDraftConfidence: z.number().min(0).max(1).default(0),
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
  z.object({
    kind: z.literal("messages"),
    messages: z.array(promptMessageSchema).min(1),
    /**
     * How many messages after the system prompt the reply before was not given, oldest first, because they no longer
     * fitted. In a context of that size they stay out; one of another size is filled afresh.
     */
    left: z.object({ messages: z.int().min(0), contextSize: z.int().min(1) }).optional(),
  }),
  /** Continued as it stands. */
  z.object({ kind: z.literal("raw"), text: z.string() }),
]);
export type Prompt = z.infer<typeof promptSchema>;
