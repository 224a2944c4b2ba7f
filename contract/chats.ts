import { z } from "zod";
import { chatDecodingSchema } from "./chat-decoding.ts";
import { roleSchema } from "./decoding.ts";
import { pairChoiceSchema } from "./models.ts";
import { errorRecordSchema } from "./outrider-error.ts";
import { summarySchema } from "./summary.ts";
import { roundSchema } from "./trace.ts";

export const chatIdSchema = z.uuid();
export const messageIdSchema = z.uuid();

export const chatSchema = z.object({
  id: chatIdSchema,
  title: z.string(),
  systemPrompt: z.string(),
  /** The last message of the branch that is shown; null where there is none yet. */
  leafId: messageIdSchema.nullable(),
  /** Kept at the top of the list. */
  pinned: z.boolean(),
  /** What it was last used with; null: not used since chats keep it. */
  pair: pairChoiceSchema.nullable(),
  decoding: chatDecodingSchema.nullable(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type Chat = z.infer<typeof chatSchema>;

/** What became of a message. */
export const messageStatusSchema = z.discriminatedUnion("status", [
  /** Waits for earlier replies, or for the pair to load. */
  z.object({ status: z.literal("waiting") }),
  z.object({ status: z.literal("streaming") }),
  z.object({ status: z.literal("complete") }),
  /** The user pressed stop; what was there is kept. */
  z.object({ status: z.literal("stopped") }),
  /** The engine or the app died, or refused; what was there is kept. */
  z.object({ status: z.literal("failed"), error: errorRecordSchema }),
]);
export type MessageStatus = z.infer<typeof messageStatusSchema>;

export const messageSchema = z.object({
  id: messageIdSchema,
  chatId: chatIdSchema,
  /** The message this one answers or follows; null for the first. */
  parentId: messageIdSchema.nullable(),
  role: roleSchema,
  content: z.string(),
  state: messageStatusSchema,
  createdAt: z.number(),
  /** Only replies that ended normally or were stopped have one. */
  summary: summarySchema.nullable(),
  /** How many rounds of trace are stored. */
  roundCount: z.int(),
});
export type Message = z.infer<typeof messageSchema>;

/** A place where a search found what was asked for. */
export const searchHitSchema = z.object({
  chatId: chatIdSchema,
  title: z.string(),
  /** Null: the title was found, not a message. */
  messageId: messageIdSchema.nullable(),
  /** The text around the words that were found; together it is one line or a few. */
  snippet: z.array(z.object({ text: z.string(), match: z.boolean() })),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const conversationSchema = z.object({ chat: chatSchema, messages: z.array(messageSchema) });
export type Conversation = z.infer<typeof conversationSchema>;

export const traceSchema = z.object({ messageId: messageIdSchema, rounds: z.array(roundSchema) });
export type Trace = z.infer<typeof traceSchema>;
