import { randomUUID } from "node:crypto";
import type { CallOutput } from "../../contract/calls.ts";
import type { Chat, Conversation, Message, Trace } from "../../contract/chats.ts";
import type { Decoding, KChoice } from "../../contract/decoding.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import type { Settings } from "../../contract/settings.ts";
import type { ChatStore } from "../storage/chat-store.ts";
import { buildPrompt, pathTo } from "./prompt.ts";
import type { Replies } from "./replies.ts";
import { titleOf } from "./title.ts";

export interface ChatsOptions {
  readonly store: ChatStore;
  readonly replies: Replies;
  readonly settings: () => Settings;
  readonly onChat: (chat: Chat) => void;
  /** Its messages went with it. */
  readonly onChatRemoved: (chatId: string, messages: readonly Message[]) => void;
  readonly onMessageRemoved: (message: Message) => void;
  readonly onMessage: (message: Message) => void;
}

/** The conversations and what can be done with them. Everything throws `not-found` for ids that are not there. */
export interface Chats {
  list(): Chat[];
  open(chatId: string): Conversation;
  rename(chatId: string, title: string): Chat;
  remove(chatId: string): void;
  send(chatId: string | null, text: string): CallOutput<"chats.send">;
  retry(chatId: string): CallOutput<"chats.retry">;
  stop(messageId: string): void;
  setK(messageId: string, k: KChoice): void;
  trace(messageId: string): Trace;
}

export function createChats(options: ChatsOptions): Chats {
  const { store, replies, settings, onChat, onChatRemoved, onMessageRemoved, onMessage } = options;

  function findChat(chatId: string): Chat {
    const chat = store.chat(chatId);
    if (chat === null) throw new OutriderError("not-found", "This chat is not there any more. Choose another one.");
    return chat;
  }

  /** As stored, a running reply as it is now. */
  function messagesOf(chatId: string): Message[] {
    return store.messages(chatId).map((message) => replies.live(message.id) ?? settled(message));
  }

  function save(chat: Chat): Chat {
    store.saveChat(chat);
    return chat;
  }

  function newChat(text: string): Chat {
    const now = Date.now();
    const { systemPrompt } = settings();
    return { id: randomUUID(), title: titleOf(text), systemPrompt, createdAt: now, updatedAt: now };
  }

  function add(message: Pick<Message, "chatId" | "parentId" | "role" | "content" | "state">): Message {
    const added: Message = { ...message, id: randomUUID(), createdAt: Date.now(), summary: null, roundCount: 0 };
    store.addMessage(added);
    return added;
  }

  function addReply(question: Message): Message {
    const { chatId, id: parentId } = question;
    return add({ chatId, parentId, role: "assistant", content: "", state: { status: "waiting" } });
  }

  function order(chat: Chat, question: Message, reply: Message, decoding: Decoding): void {
    replies.order({
      message: reply,
      decoding,
      prompt: (targetPath) => buildPrompt(chat.systemPrompt, pathTo(question.id, messagesOf(chat.id)), targetPath),
    });
  }

  return {
    list: () => store.chats(),
    open: (chatId) => ({ chat: findChat(chatId), messages: messagesOf(chatId) }),
    rename(chatId, title) {
      const chat = save({ ...findChat(chatId), title });
      onChat(chat);
      return chat;
    },
    remove(chatId) {
      findChat(chatId);
      const messages = store.messages(chatId);
      store.removeChat(chatId);
      for (const { id } of messages) replies.discard(id);
      onChatRemoved(chatId, messages);
    },
    send(chatId, text) {
      const { decoding } = settings();
      const written = store.together(() => {
        const chat = save(chatId === null ? newChat(text) : { ...findChat(chatId), updatedAt: Date.now() });
        const parentId = store.messages(chat.id).at(-1)?.id ?? null;
        const message = add({ chatId: chat.id, parentId, role: "user", content: text, state: { status: "complete" } });
        return { chat, message, reply: addReply(message) };
      });
      store.checkpoint();
      onChat(written.chat);
      onMessage(written.message);
      onMessage(written.reply);
      order(written.chat, written.message, written.reply, decoding);
      return written;
    },
    retry(chatId) {
      const { decoding } = settings();
      const chat = findChat(chatId);
      const messages = messagesOf(chatId);
      const old = messages.at(-1);
      const question = messages.find(({ id }) => id === old?.parentId);
      if (old === undefined || question === undefined || !canBeRetried(old)) {
        throw new OutriderError("invalid-input", "Only a last reply that failed or was stopped can be tried again.");
      }
      const reply = store.together(() => {
        store.removeMessage(old.id);
        return addReply(question);
      });
      onMessageRemoved(old);
      onMessage(reply);
      order(chat, question, reply, decoding);
      return { removed: [old.id], reply };
    },
    stop(messageId) {
      if (!replies.stop(messageId)) throw notRunning();
    },
    setK(messageId, k) {
      if (!replies.setK(messageId, k)) throw notRunning();
    },
    trace(messageId) {
      if (store.message(messageId) === null) {
        throw new OutriderError("not-found", "This message is not there any more.");
      }
      return { messageId, rounds: store.rounds(messageId) };
    },
  };
}

/** A reply nobody writes any more although it is stored as unfinished: its end could not be saved. */
function settled(message: Message): Message {
  const { status } = message.state;
  if (status !== "waiting" && status !== "streaming") return message;
  const error = {
    kind: "storage",
    message: "The end of this reply could not be saved. Free some space on the disk.",
  } as const;
  return { ...message, state: { status: "failed", error } };
}

function canBeRetried({ role, state }: Message): boolean {
  return role === "assistant" && (state.status === "failed" || state.status === "stopped");
}

/** The reply ended while the call was on its way: nothing the user has to do anything about. */
function notRunning(): OutriderError {
  return new OutriderError("not-found", "This reply has already ended.");
}
