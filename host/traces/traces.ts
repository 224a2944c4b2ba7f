import { randomUUID } from "node:crypto";
import type { CallOutput } from "../../contract/calls.ts";
import type { Chat, Message } from "../../contract/chats.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import type { TraceExportFormat } from "../../contract/trace-file.ts";
import { withoutFolders } from "../../contract/without-folders.ts";
import { keepConversation } from "../chats/keep-conversation.ts";
import { importedTitle, titleOf } from "../chats/title.ts";
import type { ChatStore } from "../storage/chat-store.ts";
import { exportTrace } from "./export-trace.ts";
import { readTraceFile } from "./read-trace-file.ts";
import { toTraceFile } from "./trace-file.ts";

export interface TracesOptions {
  readonly store: Pick<
    ChatStore,
    "message" | "rounds" | "saveChat" | "addMessage" | "appendRounds" | "together" | "checkpoint"
  >;
  /** Of this Outrider. */
  readonly version: string;
  readonly onChat: (chat: Chat) => void;
}

/** Traces on their way out to others, and in from them. */
export interface Traces {
  /** @throws OutriderError not-found; invalid-input for what has no rounds or is still being written */
  export(messageId: string, format: TraceExportFormat): CallOutput<"traces.export">;
  /** Puts somebody else's trace into a chat of its own. @throws OutriderError invalid-input with the reason */
  import(text: string): CallOutput<"traces.import">;
}

export function createTraces({ store, version, onChat }: TracesOptions): Traces {
  return {
    export(messageId, format) {
      const reply = store.message(messageId);
      if (reply === null) throw new OutriderError("not-found", "This message is not there any more.");
      const { status } = reply.state;
      if (status === "waiting" || status === "streaming") {
        throw new OutriderError("invalid-input", "This reply is still being written. Export it when it has ended.");
      }
      const rounds = store.rounds(messageId);
      if (rounds.length === 0) throw new OutriderError("invalid-input", "This message has no rounds to export.");
      const question = reply.parentId === null ? null : (store.message(reply.parentId)?.content ?? null);
      return exportTrace(toTraceFile({ reply, question, rounds, version, now: new Date() }), format);
    },

    import(text) {
      const trace = readTraceFile(text);
      const now = Date.now();
      const question = trace.question ?? "The question is not in the trace.";
      const chatId = randomUUID();
      const base = { chatId, createdAt: now, summary: null, roundCount: 0 };
      const asked: Message = {
        ...base,
        id: randomUUID(),
        parentId: null,
        role: "user",
        content: question,
        state: { status: "complete" },
      };
      const reply: Message = {
        ...base,
        id: randomUUID(),
        parentId: asked.id,
        role: "assistant",
        content: trace.reply.text,
        state: stateOf(trace.reply.status),
        // Without its folder no model's file is the one loaded here: token ids in the file are never given to a model.
        summary: withoutFolders(trace.summary),
      };
      const title = importedTitle(titleOf(question));
      const chat: Chat = {
        id: chatId,
        title,
        systemPrompt: "",
        leafId: reply.id,
        pinned: false,
        pair: null,
        decoding: null,
        createdAt: now,
        updatedAt: now,
      };
      keepConversation(store, { chat, messages: [asked, reply], rounds: new Map([[reply.id, trace.rounds]]) });
      store.checkpoint();
      onChat(chat);
      return { chat };
    },
  };
}

function stateOf(status: "complete" | "stopped" | "failed"): Message["state"] {
  if (status !== "failed") return { status };
  return { status, error: { kind: "internal", message: "This reply broke off where it was written." } };
}
