/** A chat as a file, to be kept or taken to another computer. */
import { z } from "zod";
import { chatDecodingSchema } from "./chat-decoding.ts";
import { messageSchema } from "./chats.ts";
import { pairChoiceSchema } from "./models.ts";
import { traceFileSchema } from "./trace-file.ts";

/** Raised whenever a reader of the old one would go wrong. */
export const CHAT_FILE_VERSION = 1;

/**
 * Characters of a chat file that is taken in, as Markdown or JSON: thousands of long messages; with rounds some 100,000
 * tokens with figures only, 15,000 with all candidates. Reading so much takes the host a second or two.
 */
export const CHAT_FILE_LIMIT = 32_000_000;

/** More would keep the host from everything else for too long. */
export const MOST_FILE_MESSAGES = 10_000;

/** What stands before the parts of a chat as Markdown. */
export const markdownHeadings = { system: "## System prompt", user: "## You", assistant: "## Outrider" } as const;

/** Such a line, or one of a message's own that was taken for one and written with a backslash more. */
export const headingLine = /^(?<backslashes>\\*)(?<heading>## (?:System prompt|You|Outrider))\s*$/;

const milliseconds = z.number().min(0).max(8.64e15);

const fileMessageSchema = messageSchema.pick({ id: true, parentId: true, state: true, summary: true }).extend({
  role: z.enum(["user", "assistant"]),
  content: z.string().max(2_000_000),
  createdAt: milliseconds,
  /** Of a reply that was exported with its rounds. */
  trace: traceFileSchema.optional(),
});
export type FileMessage = z.infer<typeof fileMessageSchema>;

/** Every branch, with or without the rounds of its replies. What else a file says is not looked at. */
export const chatFileSchema = z.object({
  format: z.literal("outrider-chat"),
  version: z.literal(CHAT_FILE_VERSION),
  chat: z.object({
    title: z.string().max(1000),
    systemPrompt: z.string().max(100_000),
    leafId: z.uuid().nullable(),
    pair: pairChoiceSchema.nullable().default(null),
    decoding: chatDecodingSchema.nullable().default(null),
  }),
  messages: z.array(fileMessageSchema).min(1).max(MOST_FILE_MESSAGES),
});
export type ChatFile = z.infer<typeof chatFileSchema>;

/** `markdown`: the branch that is shown, to be read. `json`: every branch. `json-with-rounds`: with every guess too. */
export const chatExportFormatSchema = z.enum(["markdown", "json-with-rounds", "json"]);
export type ChatExportFormat = z.infer<typeof chatExportFormatSchema>;
