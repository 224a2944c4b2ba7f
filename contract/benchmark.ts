/** What the benchmark asks of the engine: one reply, timed, by Outrider's own loop or by the native library's. */
import { z } from "zod";
import { decodingSchema, MAXIMUM_K, promptSchema } from "./decoding.ts";
import { drafterSchema, finishReasonSchema } from "./trace.ts";

/** Who guesses in node-llama-cpp's own loop. */
export const libraryPredictorSchema = z.enum(["none", "draft", "lookup"]);
export type LibraryPredictor = z.infer<typeof libraryPredictorSchema>;

export const loopSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("outrider"), decoding: decodingSchema }),
  /** Greedy, over the same weights, in a context of its own with the same settings. */
  z.object({
    kind: z.literal("library"),
    predictor: libraryPredictorSchema,
    /** Only for `draft`: the minimum and the maximum of drafted tokens, at confidence 0; null: the library's defaults. */
    draftTokens: z.int().min(1).max(MAXIMUM_K).nullable(),
    maxTokens: decodingSchema.shape.maxTokens,
  }),
]);
export type Loop = z.infer<typeof loopSchema>;

export const measureRequestSchema = z.object({ prompt: promptSchema, loop: loopSchema });
export type MeasureRequest = z.infer<typeof measureRequestSchema>;

const count = z.int().min(0);

/** Rounds of one drafter and one width together. */
export const passesSchema = z.object({
  drafter: drafterSchema,
  /** Columns of the target pass: drafted tokens + 1. */
  width: z.int().min(1),
  rounds: count,
  draftMs: z.number(),
  verifyMs: z.number(),
});
export type Passes = z.infer<typeof passesSchema>;

/** What the rounds of a reply add up to. */
export const roundFiguresSchema = z.object({
  tested: count,
  /** By position in the draft: how often a token there was tested, and accepted. */
  testedAt: z.array(count),
  acceptedAt: z.array(count),
  passes: z.array(passesSchema),
  overheadMs: z.number(),
});
export type RoundFigures = z.infer<typeof roundFiguresSchema>;

export const measurementSchema = z.object({
  tokens: z.array(count),
  finishReason: finishReasonSchema,
  promptTokens: count,
  /** Reading what of the prompt was not cached yet. */
  prefillMs: z.number(),
  /** Wall-clock time in the engine process from the end of prefill to the last token. */
  decodeMs: z.number(),
  /** How much of it llama.cpp itself says it evaluated for: the target's and the draft's passes, without sampling. */
  nativeMs: z.number(),
  rounds: count,
  drafted: count,
  accepted: count,
  /** Null for the library's loops, which tell totals alone. */
  figures: roundFiguresSchema.nullable(),
  /** Of the engine process, when the reply had ended, and the most it ever was. */
  residentBytes: z.number(),
  peakResidentBytes: z.number(),
  /** What went wrong without being a failure, such as a draft that broke. */
  notes: z.array(z.string()),
});
export type Measurement = z.infer<typeof measurementSchema>;
