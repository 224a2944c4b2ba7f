/** The part of decoding that each chat keeps for itself; what is left of it counts for all chats alike. */
import { z } from "zod";
import { type Decoding, decodingSchema, drafterInForce } from "./decoding.ts";
import type { PairChoice } from "./models.ts";

/** How tokens are chosen and when a reply ends: what a preset has a name for. */
export const samplingSchema = decodingSchema.pick({
  maxTokens: true,
  temperature: true,
  topK: true,
  topP: true,
  minP: true,
  repeatPenalty: true,
  seed: true,
  stop: true,
});

export type Sampling = z.infer<typeof samplingSchema>;

export const chatDecodingSchema = z.object({
  ...decodingSchema.pick({ drafter: true, k: true, minDraftTokens: true, minDraftConfidence: true }).shape,
  ...samplingSchema.shape,
});
export type ChatDecoding = z.infer<typeof chatDecodingSchema>;

const { shape } = chatDecodingSchema;

/** What is left out stays: a patch with defaults would reset it. */
export const chatDecodingPatchSchema = z
  .object({
    drafter: shape.drafter.unwrap(),
    k: shape.k.unwrap(),
    minDraftTokens: shape.minDraftTokens.unwrap(),
    minDraftConfidence: shape.minDraftConfidence.unwrap(),
    maxTokens: shape.maxTokens.unwrap(),
    temperature: shape.temperature.unwrap(),
    topK: shape.topK.unwrap(),
    topP: shape.topP.unwrap(),
    minP: shape.minP.unwrap(),
    repeatPenalty: shape.repeatPenalty.unwrap(),
    seed: shape.seed.unwrap(),
    stop: shape.stop.unwrap(),
  } satisfies Record<keyof ChatDecoding, z.ZodType>)
  .partial();
export type ChatDecodingPatch = z.infer<typeof chatDecodingPatchSchema>;

/** What a chat was last used with; null: not used since chats keep it. */
interface LastUse {
  readonly pair: PairChoice | null;
  readonly decoding: ChatDecoding | null;
}

/**
 * How the next reply of a chat is decoded (null: of a new one): by its own part where it has one, else by what was used
 * last anywhere. A chat that had no draft model goes on without one, whatever is in memory now.
 */
export function decodingOf<Whole extends Decoding>(chat: LastUse | null, usedLast: Whole): Whole {
  if (chat === null || chat.decoding === null) return usedLast;
  const hadDraft = chat.pair === null || chat.pair.draftId !== null;
  return { ...usedLast, ...chat.decoding, drafter: drafterInForce(chat.decoding.drafter, hadDraft) };
}
