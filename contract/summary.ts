import { z } from "zod";
import { decodingSchema } from "./decoding.ts";
import { loadedPairSchema } from "./loading.ts";
import { contextShiftSchema, finishReasonSchema, noteSchema } from "./trace.ts";

/** Whether speculation paid in a reply. */
export const verdictOfReplySchema = z.object({
  /** What a token of this reply would have cost without drafts: here, at its depth, on the computer as busy as it was. */
  plainMsPerToken: z.number(),
  /** Where that figure comes from. */
  source: z.enum(["measured-at-load", "measured-in-this-reply", "learned-earlier"]),
  /** How old it was when the reply ended. */
  ageMs: z.number(),
  /** Draft, verify and overhead of this reply by its tokens. */
  msPerToken: z.number(),
  /** plainMsPerToken / msPerToken */
  speedup: z.number(),
  /** Milliseconds saved over the whole reply; below 0: lost. */
  savedMs: z.number(),
});
export type VerdictOfReply = z.infer<typeof verdictOfReplySchema>;

const range = z.object({ start: z.int().min(0), end: z.int().min(0) });

/** A part of a reply by what it is for. */
export const segmentSchema = z.object({
  kind: z.enum(["thinking", "answer"]),
  /** Of the reply's tokens, tags included. */
  tokens: range,
  /** Of the reply's text, without the tags and the blanks around them. */
  text: range,
  /** Draft, verify and overhead of its rounds; one that has tokens of both counts for the first. */
  ms: z.number(),
});
export type Segment = z.infer<typeof segmentSchema>;

/** The figures of a whole reply; every rate is null where its denominator is 0. */
export const summarySchema = z.object({
  text: z.string(),
  tokens: z.array(z.int().min(0)),
  /** How many of `tokens` were given for the reply to be continued after; counted in `promptTokens` as well. */
  givenTokens: z.int().min(0).default(0),
  /** In order; empty where the reply is all answer. */
  segments: z.array(segmentSchema).default([]),
  finishReason: finishReasonSchema,
  /** As it was when the reply began, without what had left the context. */
  promptTokens: z.int(),
  /**
   * What the context was too small for. `messages`: how many of those before this reply the model was not given in the
   * end, oldest first, the system prompt not counted; the shifts are those of this reply.
   */
  left: z
    .object({ messages: z.int().min(0), shifts: z.array(contextShiftSchema) })
    .default({ messages: 0, shifts: [] }),
  /** Prompt tokens that were already in each model's cache; draft null: there is none. */
  cachedTokens: z.object({ target: z.int(), draft: z.int().nullable() }),
  /** How many rounds. */
  rounds: z.int(),
  drafted: z.int(),
  /** accepted + rejected. */
  tested: z.int(),
  accepted: z.int(),
  /** accepted / tested */
  acceptanceRate: z.number().nullable(),
  /** accepted / drafted */
  draftYield: z.number().nullable(),
  /** emitted tokens / rounds */
  blockEfficiency: z.number().nullable(),
  /** Emitted tokens per second of draft + verify + overhead time: load and prefill are left out. */
  tokensPerSecond: z.number().nullable(),
  timeToFirstTokenMs: z.number().nullable(),
  timing: z.object({
    loadMs: z.number(),
    prefillMs: z.number(),
    draftMs: z.number(),
    verifyMs: z.number(),
    overheadMs: z.number(),
  }),
  /** Evaluations by the runtime's own count: target = rounds + prefill batches, targetRows the sum of their widths. */
  calls: z.object({ target: z.int(), targetRows: z.int(), draft: z.int() }),
  /** Null where plain decoding was never timed, and where nothing was drafted without auto having decided so. */
  verdict: verdictOfReplySchema.nullable().default(null),
  notes: z.array(noteSchema),
  /** What was in force, the drawn seed included. */
  settings: z.object({
    ...decodingSchema.shape,
    seed: z.int().min(0),
    pair: loadedPairSchema,
  }),
});
export type Summary = z.infer<typeof summarySchema>;
