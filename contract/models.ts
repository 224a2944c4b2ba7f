import { z } from "zod";
import { loadedPairSchema, modelHeaderSchema } from "./loading.ts";
import { errorRecordSchema } from "./outrider-error.ts";

/** Opaque to the renderer: it names models by id and never sees a path it could send back. */
export const modelIdSchema = z.string().min(1).max(300);
export type ModelId = z.infer<typeof modelIdSchema>;

export const modelEntrySchema = z.object({
  id: modelIdSchema,
  name: z.string(),
  /** For display only. */
  location: z.string(),
  /** `file`: added by itself, not found in a folder. */
  origin: z.enum(["bundled", "folder", "file"]),
  fileBytes: z.number(),
  /** By the file, or by the repository it was downloaded from; null where neither says. */
  license: z.string().nullable(),
  /** Hexadecimal; null until computed, which happens in the background, and for models in several files. */
  sha256: z.string().nullable(),
  /** Null until read, or where it cannot be read: then `problem` says why. */
  header: modelHeaderSchema.nullable(),
  problem: errorRecordSchema.nullable(),
});
export type ModelEntry = z.infer<typeof modelEntrySchema>;

export const pairChoiceSchema = z.object({
  targetId: modelIdSchema,
  /** Null = off: plain decoding. */
  draftId: modelIdSchema.nullable(),
});
export type PairChoice = z.infer<typeof pairChoiceSchema>;

/** What the engine process is doing, apart from replies. */
export const engineStatusSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("stopped") }),
  z.object({ state: z.literal("starting") }),
  z.object({ state: z.literal("ready") }),
  /** Crashed; a restart follows by itself after `retryInMs`, or, where that is null, only when the user asks. */
  z.object({ state: z.literal("crashed"), error: errorRecordSchema, retryInMs: z.number().nullable() }),
]);
export type EngineStatus = z.infer<typeof engineStatusSchema>;

export const pairStatusSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("unloaded") }),
  z.object({ state: z.literal("loading"), choice: pairChoiceSchema, fraction: z.number() }),
  z.object({ state: z.literal("loaded"), choice: pairChoiceSchema, pair: loadedPairSchema }),
  z.object({ state: z.literal("failed"), choice: pairChoiceSchema, error: errorRecordSchema }),
]);
export type PairStatus = z.infer<typeof pairStatusSchema>;
