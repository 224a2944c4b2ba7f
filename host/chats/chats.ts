import { randomUUID } from "node:crypto";
import { applyPatch } from "../../contract/apply-patch.ts";
import type { CallArguments, CallOutput } from "../../contract/calls.ts";
import {
  type ChatDecoding,
  type ChatDecodingPatch,
  chatDecodingSchema,
  decodingOf,
} from "../../contract/chat-decoding.ts";
import type { Chat, Conversation, Message, SearchHit, Trace } from "../../contract/chats.ts";
import type { KChoice } from "../../contract/decoding.ts";
import { newestLeafUnder, pathTo, shownBranch, siblingsOf } from "../../contract/message-tree.ts";
import type { PairChoice } from "../../contract/models.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import type { Settings } from "../../contract/settings.ts";
import type { ChatStore } from "../storage/chat-store.ts";
import { keepTokens } from "./keep-tokens.ts";
import { buildPrompt } from "./prompt.ts";
import type { Replies, ReplyStart } from "./replies.ts";
import { titleOf } from "./title.ts";

/** How long a deleted chat can be brought back. */
const RESTORABLE_MS = 60_000;
const MOST_HITS = 50;

export interface ChatsOptions {
  readonly store: ChatStore;
  readonly replies: Replies;
  readonly settings: () => Settings;
  /** What replies are written with from now on; null where there is no model at all. */
  readonly pair: () => PairChoice | null;
  /** A chat is used with this: new chats begin with it. */
  readonly onUsed: (decoding: ChatDecoding) => void;
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
  setSystemPrompt(chatId: string, systemPrompt: string): Chat;
  setDecoding(chatId: string, patch: ChatDecodingPatch): Chat;
  setPair(chatId: string, pair: PairChoice): Chat;
  pin(chatId: string, pinned: boolean): Chat;
  remove(chatId: string): void;
  restore(chatId: string): Chat;
  search(query: string): SearchHit[];
  send(message: CallArguments<"chats.send">): CallOutput<"chats.send">;
  retry(chatId: string): CallOutput<"chats.retry">;
  takeBack(messageId: string): CallOutput<"chats.take-back">;
  regenerate(messageId: string): CallOutput<"chats.regenerate">;
  continue(messageId: string): CallOutput<"chats.continue">;
  branch(messageId: string, keep: number, token: number): CallOutput<"chats.branch">;
  show(messageId: string): Chat;
  stop(messageId: string): void;
  setK(messageId: string, k: KChoice): void;
  trace(messageId: string): Trace;
}

export function createChats(options: ChatsOptions): Chats {
  const { store, replies, settings, pair, onUsed, onChat, onChatRemoved, onMessageRemoved, onMessage } = options;

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
    return {
      id: randomUUID(),
      title: titleOf(text),
      systemPrompt: settings().systemPrompt,
      leafId: null,
      pinned: false,
      pair: null,
      decoding: null,
      createdAt: now,
      updatedAt: now,
    };
  }

  function ownDecoding(chat: Chat): ChatDecoding {
    return chat.decoding ?? chatDecodingSchema.parse(settings().decoding);
  }

  /** With what it is used with now. A draft model that it did not have before does not begin to guess by itself. */
  function used(chat: Chat): Chat {
    const own = ownDecoding(chat);
    const now = pair() ?? chat.pair;
    const drafter = (now?.draftId ?? null) === null ? own.drafter : decodingOf(chat, settings().decoding).drafter;
    return { ...chat, pair: now, decoding: { ...own, drafter }, updatedAt: Date.now() };
  }

  function saveAndTell(chat: Chat): Chat {
    onChat(save(chat));
    return chat;
  }

  function add(
    message: Pick<Message, "chatId" | "parentId" | "role" | "content" | "state"> & Partial<Message>,
  ): Message {
    const added: Message = { id: randomUUID(), createdAt: Date.now(), summary: null, roundCount: 0, ...message };
    store.addMessage(added);
    return added;
  }

  /** Waits to be written; may begin with what an earlier one had. */
  function addReply(
    { chatId, id: parentId }: Message,
    start: Pick<Message, "content"> & Partial<Message> = { content: "" },
  ): Message {
    return add({ chatId, parentId, role: "assistant", state: { status: "waiting" }, ...start });
  }

  function showReply(chat: Chat, reply: Message): { readonly chat: Chat; readonly reply: Message } {
    return { chat: save({ ...used(chat), leafId: reply.id }), reply };
  }

  function leafOf(chat: Chat): string | null {
    return shownBranch(chat.leafId, store.messages(chat.id)).at(-1)?.id ?? null;
  }

  function parentOf(chat: Chat, parentId: string | null): string | null {
    if (parentId !== null && findMessage(parentId).chatId !== chat.id) {
      throw new OutriderError("invalid-input", "The message to follow is not in this chat.");
    }
    return parentId;
  }

  /** What cannot be purged now, the host being about to close, is with the next start. */
  function purge(chatId: string): void {
    try {
      store.purgeRemoved(chatId);
    } catch {
      // A database that is closed or busy.
    }
  }

  function findMessage(messageId: string): Message {
    const message = store.message(messageId);
    if (message === null) throw new OutriderError("not-found", "This message is not there any more.");
    return replies.live(messageId) ?? settled(message);
  }

  /** The reply and the question it answers. */
  function findReply(messageId: string): { readonly reply: Message; readonly question: Message } {
    const reply = findMessage(messageId);
    if (reply.role !== "assistant" || reply.parentId === null) {
      throw new OutriderError("invalid-input", "This message is no reply.");
    }
    return { reply, question: findMessage(reply.parentId) };
  }

  /** The messages first: a window shows the branch that the chat names. */
  function tell(chat: Chat, messages: readonly Message[]): void {
    for (const message of messages) onMessage(message);
    onChat(chat);
  }

  function order(chat: Chat, question: Message, reply: Message, start: ReplyStart | null, chosen?: number): void {
    onUsed(ownDecoding(chat));
    replies.order({
      ...(chosen === undefined ? {} : { chosen }),
      message: reply,
      decoding: decodingOf(chat, settings().decoding),
      start,
      prompt: (targetPath) => buildPrompt(chat.systemPrompt, pathTo(question.id, messagesOf(chat.id)), targetPath),
    });
  }

  return {
    list: () => store.chats(),
    open: (chatId) => ({ chat: findChat(chatId), messages: messagesOf(chatId) }),
    rename: (chatId, title) => saveAndTell({ ...findChat(chatId), title }),
    setSystemPrompt: (chatId, systemPrompt) => saveAndTell({ ...findChat(chatId), systemPrompt }),
    setDecoding(chatId, patch) {
      const before = findChat(chatId);
      return saveAndTell({ ...before, decoding: applyPatch(ownDecoding(before), patch) });
    },
    setPair: (chatId, chosen) => saveAndTell({ ...findChat(chatId), pair: chosen }),
    pin: (chatId, pinned) => saveAndTell({ ...findChat(chatId), pinned }),
    remove(chatId) {
      findChat(chatId);
      const messages = store.messages(chatId);
      store.together(() => {
        store.removeChat(chatId);
        for (const { id } of messages) {
          const live = replies.live(id);
          if (live !== null) store.changeMessage(id, { ...live, state: { status: "stopped" } });
        }
      });
      for (const { id } of messages) replies.discard(id);
      setTimeout(() => purge(chatId), RESTORABLE_MS).unref();
      onChatRemoved(chatId, messages);
    },
    restore(chatId) {
      const chat = store.restoreChat(chatId);
      if (chat === null)
        throw new OutriderError("not-found", "This chat is gone for good: it was deleted too long ago.");
      onChat(chat);
      return chat;
    },
    search: (query) => store.search(query, MOST_HITS),
    send({ chatId, parentId, text }) {
      const written = store.together(() => {
        const chat = save(used(chatId === null ? newChat(text) : findChat(chatId)));
        const message = add({
          chatId: chat.id,
          parentId: parentId === undefined ? leafOf(chat) : parentOf(chat, parentId),
          role: "user",
          content: text,
          state: { status: "complete" },
        });
        const reply = addReply(message);
        return { chat: save({ ...chat, leafId: reply.id }), message, reply };
      });
      store.checkpoint();
      tell(written.chat, [written.message, written.reply]);
      order(written.chat, written.message, written.reply, null);
      return written;
    },
    retry(chatId) {
      const before = findChat(chatId);
      const [question, old] = shownBranch(before.leafId, messagesOf(chatId)).slice(-2);
      if (old === undefined || question === undefined || !canBeRetried(old)) {
        throw new OutriderError("invalid-input", "Only a last reply that failed or was stopped can be tried again.");
      }
      const { chat, reply } = store.together(() => {
        store.removeMessage(old.id);
        return showReply(before, addReply(question));
      });
      onMessageRemoved(old);
      tell(chat, [reply]);
      order(chat, question, reply, null);
      return { chat, removed: [old.id], reply };
    },
    takeBack(messageId) {
      const { reply, question } = findReply(messageId);
      const messages = store.messages(reply.chatId);
      const followed = messages.some(({ parentId }) => parentId === messageId);
      if (reply.state.status !== "waiting" || reply.content !== "" || followed) {
        throw new OutriderError("invalid-input", "Only a last message that still waits can be taken back.");
      }
      const alone = siblingsOf(reply, messages).length === 1;
      const removed = alone ? [reply, question] : [reply];
      const chat = store.together(() => {
        const top = alone ? question : reply;
        store.removeMessage(top.id);
        const leafId = top.parentId === null ? null : newestLeafUnder(top.parentId, store.messages(reply.chatId));
        return save({ ...findChat(reply.chatId), leafId });
      });
      replies.discard(messageId);
      for (const message of removed) onMessageRemoved(message);
      onChat(chat);
      return { chat, removed: removed.map(({ id }) => id), text: alone ? question.content : null };
    },
    regenerate(messageId) {
      const { question } = findReply(messageId);
      const { chat, reply } = store.together(() => showReply(findChat(question.chatId), addReply(question)));
      tell(chat, [reply]);
      order(chat, question, reply, null);
      return { chat, reply };
    },
    continue(messageId) {
      const { reply: old, question } = findReply(messageId);
      const rounds = store.rounds(messageId);
      const follows = store.messages(old.chatId).some(({ parentId }) => parentId === messageId);
      if (old.summary === null || rounds.length === 0 || follows || !wasCut(old)) {
        throw new OutriderError("invalid-input", "Only a last reply that was cut or stopped can be continued.");
      }
      const { chat, reply } = store.together(() => {
        const { content, summary } = old;
        const added = addReply(question, { content, summary, roundCount: rounds.length });
        store.moveRounds(messageId, added.id);
        store.removeMessage(messageId);
        return showReply(findChat(old.chatId), added);
      });
      tell(chat, [reply]);
      onMessageRemoved(old);
      order(chat, question, reply, { rounds, targetPath: old.summary.settings.pair.target.path });
      return { chat, removed: [messageId], reply };
    },
    branch(messageId, keep, token) {
      const { reply: old, question } = findReply(messageId);
      const rounds = keepTokens(store.rounds(messageId), keep);
      if (old.summary === null || rounds === null) {
        throw new OutriderError(
          "invalid-input",
          "A reply can only be continued from a token of its own, once it has ended in peace.",
        );
      }
      const { chat, reply } = store.together(() => {
        const content = rounds.flatMap(({ emitted }) => emitted.map(({ text }) => text)).join("");
        const added = addReply(question, { content, roundCount: rounds.length });
        store.appendRounds(added.id, rounds);
        return showReply(findChat(old.chatId), added);
      });
      tell(chat, [reply]);
      const { path: targetPath } = old.summary.settings.pair.target;
      order(chat, question, reply, { rounds, targetPath }, token);
      return { chat, reply };
    },
    show(messageId) {
      const { chatId } = findMessage(messageId);
      return saveAndTell({ ...findChat(chatId), leafId: newestLeafUnder(messageId, store.messages(chatId)) });
    },
    stop(messageId) {
      if (!replies.stop(messageId)) throw notRunning();
    },
    setK(messageId, k) {
      if (!replies.setK(messageId, k)) throw notRunning();
    },
    trace(messageId) {
      findMessage(messageId);
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

function wasCut({ state, summary }: Message): boolean {
  if (state.status === "stopped" || state.status === "failed") return true;
  return state.status === "complete" && summary?.finishReason === "max-tokens";
}

function canBeRetried({ role, state }: Message): boolean {
  return role === "assistant" && (state.status === "failed" || state.status === "stopped");
}

/** The reply ended while the call was on its way: nothing the user has to do anything about. */
function notRunning(): OutriderError {
  return new OutriderError("not-found", "This reply has already ended.");
}
