import { z } from "zod";
import { roleSchema } from "./decoding.ts";
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

export const conversationSchema = z.object({ chat: chatSchema, messages: z.array(messageSchema) });
export type Conversation = z.infer<typeof conversationSchema>;

export const traceSchema = z.object({ messageId: messageIdSchema, rounds: z.array(roundSchema) });
export type Trace = z.infer<typeof traceSchema>;
