/** Between the tables' rows and the contract's types. Rows are validated: the file may have been edited by others. */
import { z } from "zod";
import { chatDecodingSchema } from "../../contract/chat-decoding.ts";
import { type Chat, type Message, messageStatusSchema, type SearchHit } from "../../contract/chats.ts";
import { roleSchema } from "../../contract/decoding.ts";
import { pairChoiceSchema } from "../../contract/models.ts";
import { summarySchema } from "../../contract/summary.ts";
import { type Round, roundSchema } from "../../contract/trace.ts";

/** A column that holds JSON. */
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "not JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);

const chatRow = z
  .object({
    id: z.string(),
    title: z.string(),
    system_prompt: z.string(),
    leaf_id: z.string().nullable(),
    pinned: z.number(),
    // What cannot be understood is as if it had not been kept: the chat must open all the same.
    pair: json(pairChoiceSchema).nullable().catch(null),
    decoding: json(chatDecodingSchema).nullable().catch(null),
    created_at: z.number(),
    updated_at: z.number(),
  })
  .transform(
    (row): Chat => ({
      id: row.id,
      title: row.title,
      systemPrompt: row.system_prompt,
      leafId: row.leaf_id,
      pinned: row.pinned !== 0,
      pair: row.pair,
      decoding: row.decoding,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }),
  );

const messageRow = z
  .object({
    id: z.string(),
    chat_id: z.string(),
    parent_id: z.string().nullable(),
    role: roleSchema,
    content: z.string(),
    state: json(messageStatusSchema),
    created_at: z.number(),
    // A later version may ask more of a summary than an old one says; the chat must open all the same.
    summary: json(summarySchema).nullable().catch(null),
    round_count: z.int(),
  })
  .transform(
    (row): Message => ({
      id: row.id,
      chatId: row.chat_id,
      parentId: row.parent_id,
      role: row.role,
      content: row.content,
      state: row.state,
      createdAt: row.created_at,
      summary: row.summary,
      roundCount: row.round_count,
    }),
  );

const roundRow = z.object({ round: json(roundSchema) });

/** Control characters that no text holds: what stands for the borders of a match. */
export const MATCH_START = "\u0002";
export const MATCH_END = "\u0003";

const hitRow = z
  .object({ chat_id: z.string(), title: z.string(), message_id: z.string().nullable(), snippet: z.string() })
  .transform(
    (row): SearchHit => ({
      chatId: row.chat_id,
      title: row.title,
      messageId: row.message_id,
      snippet: row.snippet
        .split(new RegExp(`[${MATCH_START}${MATCH_END}]`))
        .map((text, index) => ({ text, match: index % 2 === 1 }))
        .filter(({ text }) => text !== ""),
    }),
  );

export const hitOfRow = (row: unknown): SearchHit => hitRow.parse(row);
export const chatOfRow = (row: unknown): Chat => chatRow.parse(row);
export const messageOfRow = (row: unknown): Message => messageRow.parse(row);
export const roundOfRow = (row: unknown): Round => roundRow.parse(row).round;
