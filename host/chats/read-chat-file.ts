import { randomUUID } from "node:crypto";
import {
  CHAT_FILE_LIMIT,
  CHAT_FILE_VERSION,
  type ChatFile,
  chatFileSchema,
  type FileMessage,
} from "../../contract/chat-file.ts";
import type { Message } from "../../contract/chats.ts";
import { withoutFolders } from "../../contract/without-folders.ts";
import { type ExportedKind, readExportedJson, refusal, requireSize } from "../read-exported-json.ts";
import { storedText } from "../storage/stored-text.ts";
import { whatIsWrongWithTrace } from "../traces/check-trace.ts";
import type { ReadConversation } from "./keep-conversation.ts";
import { readChatMarkdown } from "./read-chat-markdown.ts";
import { importedTitle, titleOf } from "./title.ts";

const kind: ExportedKind<typeof chatFileSchema> = {
  noun: "chat",
  format: "outrider-chat",
  version: CHAT_FILE_VERSION,
  limit: CHAT_FILE_LIMIT,
  schema: chatFileSchema,
};

/**
 * Reads a chat that was exported, here or elsewhere, as JSON or Markdown: a new chat with ids of its own, so that nothing
 * that is there can be touched by it. Nothing in it is believed.
 *
 * @throws OutriderError invalid-input with the reason
 */
export function readChatFile(text: string, now: number): ReadConversation {
  requireSize(text, kind);
  // A byte order mark is what some editors leave.
  const content = text.replace(/^\uFEFF/, "");
  const file = /^\s*[[{"]/.test(content) ? readExportedJson(content, kind) : readChatMarkdown(content, now);
  const wrong = whatIsWrong(file);
  if (wrong !== null) throw refusal(kind.noun, `It was damaged or changed. ${wrong}`);
  return asNewChat(file, now);
}

/** Null: its messages are a tree in which every reply answers a question, and every trace is that of its reply. */
function whatIsWrong({ chat, messages }: ChatFile): string | null {
  const roles = new Map<string, FileMessage["role"]>();
  for (const [index, message] of messages.entries()) {
    const { id, parentId, role } = message;
    const place = `Message ${index + 1}`;
    if (roles.has(id)) return `${place} has the id of another one.`;
    const before = parentId === null ? null : roles.get(parentId);
    if (before === undefined) return `${place} follows a message that does not stand before it.`;
    if (role === "assistant" && before !== "user") return `${place} is a reply to no question.`;
    const wrong = wrongWithTrace(message);
    if (wrong !== null) return `${place}: ${wrong}`;
    roles.set(id, role);
  }
  if (chat.leafId !== null && !roles.has(chat.leafId))
    return "The branch it shows ends at a message that is not there.";
  return null;
}

/** Null: it has none, or one that agrees with itself and with the message. */
function wrongWithTrace({ role, content, state, trace }: FileMessage): string | null {
  if (trace === undefined) return null;
  if (role === "user") return "Only replies have rounds.";
  // The rounds have what a database cannot hold.
  if (storedText(trace.reply.text) !== storedText(content)) return "Its rounds are those of another text.";
  if (trace.reply.status !== state.status) return "Its rounds are those of a reply that ended otherwise.";
  return whatIsWrongWithTrace(trace);
}

function asNewChat({ chat, messages }: ChatFile, now: number): ReadConversation {
  const chatId = randomUUID();
  const ids = new Map(messages.map(({ id }) => [id, randomUUID() as string]));
  const newId = (id: string): string => ids.get(id) ?? randomUUID();
  const idOf = (id: string | null): string | null => (id === null ? null : newId(id));
  const first = messages[0]?.content ?? "";
  const title = chat.title.replace(/\s+/g, " ").trim();
  return {
    chat: {
      ...chat,
      id: chatId,
      title: importedTitle(title === "" ? titleOf(first) : title),
      leafId: idOf(chat.leafId),
      pinned: false,
      createdAt: now,
      updatedAt: now,
    },
    messages: messages.map(
      ({ id, parentId, role, content, state, summary, createdAt, trace }): Message => ({
        id: newId(id),
        chatId,
        parentId: idOf(parentId),
        role,
        content,
        state: settledState(state),
        createdAt,
        // Without its folder no model's file is the one loaded here: token ids in the file are never given to a model.
        summary: withoutFolders(trace === undefined ? summary : trace.summary),
        roundCount: trace?.rounds.length ?? 0,
      }),
    ),
    rounds: new Map(messages.flatMap(({ id, trace }) => (trace === undefined ? [] : [[newId(id), trace.rounds]]))),
  };
}

function settledState(state: FileMessage["state"]): Message["state"] {
  if (state.status !== "waiting" && state.status !== "streaming") return state;
  return {
    status: "failed",
    error: { kind: "internal", message: "This reply was still being written when the chat was exported." },
  };
}
