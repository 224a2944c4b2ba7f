import { assertNever } from "../../contract/assert-never.ts";
import type { CallOutput } from "../../contract/calls.ts";
import { CHAT_FILE_LIMIT, type ChatExportFormat } from "../../contract/chat-file.ts";
import type { Chat, Conversation, Message } from "../../contract/chats.ts";
import type { ExportedFile } from "../../contract/exported-file.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import type { TraceFile } from "../../contract/trace-file.ts";
import type { ChatStore } from "../storage/chat-store.ts";
import { toTraceFile } from "../traces/trace-file.ts";
import { keepConversation } from "./keep-conversation.ts";
import { readChatFile } from "./read-chat-file.ts";
import { chatAsJson, chatAsMarkdown } from "./write-chat-file.ts";

export interface ChatFilesOptions {
  readonly store: Pick<ChatStore, "rounds" | "saveChat" | "addMessage" | "appendRounds" | "together" | "checkpoint">;
  /** @throws OutriderError not-found */
  readonly open: (chatId: string) => Conversation;
  /** Of this Outrider. */
  readonly version: string;
  readonly onChat: (chat: Chat) => void;
}

/** Whole chats on their way out to others, and in from them. */
export interface ChatFiles {
  /** @throws OutriderError not-found; invalid-input where the file would be too large to be taken in again */
  export(chatId: string, format: ChatExportFormat): ExportedFile;
  /** @throws OutriderError invalid-input with the reason why it is not taken in */
  import(text: string): CallOutput<"chats.import">;
}

export function createChatFiles({ store, open, version, onChat }: ChatFilesOptions): ChatFiles {
  /** By message: of every reply that has ended and has rounds on record. */
  function tracesOf(messages: readonly Message[]): Map<string, TraceFile> {
    const now = new Date();
    const questions = new Map(messages.map(({ id, content }) => [id, content]));
    const traces = new Map<string, TraceFile>();
    let size = 0;
    for (const reply of messages.filter(hasTrace)) {
      const question = reply.parentId === null ? null : (questions.get(reply.parentId) ?? null);
      const trace = toTraceFile({ reply, question, rounds: store.rounds(reply.id), version, now });
      // Counted as it grows: the rounds of a long chat must not fill the memory before they turn out to be too many.
      size += JSON.stringify(trace).length;
      if (size > CHAT_FILE_LIMIT) throw tooLarge();
      traces.set(reply.id, trace);
    }
    return traces;
  }

  return {
    export(chatId, format) {
      const conversation = open(chatId);
      switch (format) {
        case "markdown":
          return chatAsMarkdown(conversation);
        case "json":
          return chatAsJson(conversation);
        case "json-with-rounds": {
          const file = chatAsJson(conversation, tracesOf(conversation.messages));
          if (file.text.length > CHAT_FILE_LIMIT) throw tooLarge();
          return file;
        }
        default:
          return assertNever(format, "chat format");
      }
    },
    import(text) {
      const conversation = readChatFile(text, Date.now());
      keepConversation(store, conversation);
      store.checkpoint();
      onChat(conversation.chat);
      return { chat: conversation.chat };
    },
  };
}

/** What is still being written has no trace to give away yet. */
function hasTrace({ roundCount, state }: Message): boolean {
  return roundCount > 0 && state.status !== "waiting" && state.status !== "streaming";
}

function tooLarge(): OutriderError {
  return new OutriderError(
    "invalid-input",
    `With its rounds this chat would be a file of more than ${CHAT_FILE_LIMIT / 1_000_000} MB, which no Outrider takes in again. Export it without rounds, and single replies with theirs in the inspector.`,
  );
}
