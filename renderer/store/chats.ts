import { createStore } from "zustand/vanilla";
import { type AttachedFile, splitFiles, withFiles } from "../../contract/attached-files.ts";
import type { Bridge } from "../../contract/bridge.ts";
import type { ChatDecodingPatch } from "../../contract/chat-decoding.ts";
import type { Chat, Message } from "../../contract/chats.ts";
import { type ErrorRecord, toErrorRecord } from "../../contract/outrider-error.ts";
import { dropMessages, isActive, putMessage } from "./message-list.ts";

/** A chat's messages as far as this window has them. */
export interface Conversation {
  readonly load: "loading" | "ready" | "failed";
  readonly error: ErrorRecord | null;
  readonly messages: readonly Message[];
  /** What arrived by event since the load began; the answer knows it or is older. */
  readonly since: readonly Message[];
  /** Removed since the load began. */
  readonly removedSince: readonly string[];
}

/** What is being written: for an existing chat its id, for one that does not exist yet NEW_CHAT. */
export type DraftKey = string;
export const NEW_CHAT: DraftKey = "new";

/** A message in the making. */
interface Draft {
  readonly text: string;
  readonly files: readonly AttachedFile[];
}

export interface ChatsState {
  readonly chats: readonly Chat[];
  /** Null: the screen for a new chat. */
  readonly selectedId: string | null;
  readonly conversations: Readonly<Record<string, Conversation>>;
  /** Replies being written or waiting, each with its chat. */
  readonly active: Readonly<Record<string, string>>;
  /** Text typed and not yet sent. */
  readonly drafts: Readonly<Record<DraftKey, string>>;
  /** Files that go along with it. */
  readonly files: Readonly<Record<DraftKey, readonly AttachedFile[]>>;
  readonly sending: Readonly<Record<DraftKey, boolean>>;
  readonly sendErrors: Readonly<Record<DraftKey, ErrorRecord | null>>;

  receiveList(chats: readonly Chat[]): void;
  receiveChat(chat: Chat): void;
  receiveRemoved(chatId: string): void;
  receiveMessage(message: Message): void;
  receiveMessageRemoved(chatId: string, messageId: string): void;
  select(chatId: string | null): void;
  /** Fetches a chat's messages; what is there stays on screen meanwhile. */
  load(chatId: string): Promise<void>;
  setDraft(key: DraftKey, text: string): void;
  /** Of two files with one name the later stays. */
  attach(key: DraftKey, file: AttachedFile): void;
  detach(key: DraftKey, file: AttachedFile): void;
  /**
   * Sends the draft with its files, or the text given instead of them. They are cleared only once the host has them.
   */
  send(chatId: string | null, text?: string): Promise<void>;
  dismissSendError(key: DraftKey): void;
  /** Asks an edited question beside the older one. Rejects with the host's error, as all of the following do. */
  edit(question: Message, text: string): Promise<void>;
  /** Answers the last user message again, in place of a reply that failed or was stopped. */
  retry(chatId: string): Promise<void>;
  /** Takes a reply that waits out of the line; what was asked goes back to where it was typed. */
  takeBack(reply: Message): Promise<void>;
  /** Answers the question of this reply once more, beside it. */
  regenerate(reply: Message): Promise<void>;
  /** Another reply beside this one: so many of its tokens, then that token, then what follows. Rejects likewise. */
  branch(messageId: string, keep: number, token: number): Promise<void>;
  /** Goes on with a reply that was cut or stopped. */
  continueReply(reply: Message): Promise<void>;
  /** Shows the branch through this message. */
  show(message: Message): Promise<void>;
  stop(messageId: string): Promise<void>;
  rename(chatId: string, title: string): Promise<void>;
  setSystemPrompt(chatId: string, systemPrompt: string): Promise<void>;
  /** For its next messages, and for new chats. */
  setDecoding(chatId: string, patch: ChatDecodingPatch): Promise<void>;
  pin(chatId: string, pinned: boolean): Promise<void>;
  remove(chatId: string): Promise<void>;
  /** Brings a chat back that was just removed. */
  restore(chatId: string): Promise<void>;
}

const emptyConversation: Conversation = { load: "ready", error: null, messages: [], since: [], removedSince: [] };

export type ChatsStore = ReturnType<typeof createChatsStore>;

export function createChatsStore(bridge: Bridge) {
  return createStore<ChatsState>()((set, get) => {
    const changeConversation = (chatId: string, update: (before: Conversation) => Conversation): void => {
      set(({ conversations }) => ({
        conversations: { ...conversations, [chatId]: update(conversations[chatId] ?? emptyConversation) },
      }));
    };

    /** The messages first: the branch that the chat names is shown as soon as it names it. */
    const takeIn = (chat: Chat, added: readonly Message[], removed: readonly string[] = []): void => {
      changeConversation(chat.id, (before) => ({
        ...before,
        messages: added.reduce(putMessage, dropMessages(before.messages, removed)),
      }));
      get().receiveChat(chat);
      set(({ conversations, active }) => ({ active: withActive(active, conversations[chat.id]?.messages ?? []) }));
    };

    /** Sends for the composer of a chat: while it does it is marked as sending, and null stands for an error, kept there. */
    const attempt = async <Value>(key: DraftKey, send: () => Promise<Value>): Promise<Value | null> => {
      set(({ sending, sendErrors }) => ({
        sending: { ...sending, [key]: true },
        sendErrors: { ...sendErrors, [key]: null },
      }));
      try {
        return await send();
      } catch (error) {
        set(({ sendErrors }) => ({ sendErrors: { ...sendErrors, [key]: toErrorRecord(error) } }));
        return null;
      } finally {
        set(({ sending }) => ({ sending: without(sending, key) }));
      }
    };

    const draftOf = (key: DraftKey): Draft => ({ text: get().drafts[key] ?? "", files: get().files[key] ?? [] });

    /** Whatever was typed and attached while the message was on its way stays. */
    const clearDraft = (key: DraftKey, { text, files }: Draft): void => {
      if (draftOf(key).text === text) get().setDraft(key, "");
      for (const file of files) get().detach(key, file);
    };

    /** Unless the user has gone elsewhere meanwhile. */
    const openNew = (chatId: string): void => set(({ selectedId }) => ({ selectedId: selectedId ?? chatId }));

    /** Answers whether the host has it. */
    const deliver = async (chatId: string | null, text: string): Promise<boolean> => {
      const sent = await attempt(chatId ?? NEW_CHAT, () => bridge.call("chats.send", { chatId, text }));
      if (sent === null) return false;
      takeIn(sent.chat, [sent.message, sent.reply]);
      if (chatId === null) openNew(sent.chat.id);
      return true;
    };

    return {
      chats: [],
      selectedId: null,
      conversations: {},
      active: {},
      drafts: {},
      files: {},
      sending: {},
      sendErrors: {},

      receiveList(chats) {
        const known = new Set(chats.map((chat) => chat.id));
        set((state) => ({
          chats: newestFirst(chats),
          // Replies that ended while the window was not told are not active any more; opening a chat says which are.
          active: {},
          selectedId: state.selectedId !== null && known.has(state.selectedId) ? state.selectedId : null,
        }));
      },

      receiveChat: (chat) =>
        set(({ chats }) => ({ chats: newestFirst([...chats.filter((other) => other.id !== chat.id), chat]) })),

      receiveRemoved: (chatId) =>
        set(({ chats, conversations, active, selectedId }) => ({
          chats: chats.filter((chat) => chat.id !== chatId),
          conversations: without(conversations, chatId),
          active: Object.fromEntries(Object.entries(active).filter(([, ofChat]) => ofChat !== chatId)),
          selectedId: selectedId === chatId ? null : selectedId,
        })),

      receiveMessage: (message) =>
        set(({ conversations, active }) => ({
          active: isActive(message) ? { ...active, [message.id]: message.chatId } : without(active, message.id),
          conversations: changeKnown(conversations, message.chatId, (before) => ({
            ...before,
            messages: putMessage(before.messages, message),
            since: before.load === "loading" ? [...before.since, message] : [],
          })),
        })),

      receiveMessageRemoved: (chatId, messageId) =>
        set(({ conversations, active }) => ({
          active: without(active, messageId),
          conversations: changeKnown(conversations, chatId, (before) => ({
            ...before,
            messages: dropMessages(before.messages, [messageId]),
            removedSince: before.load === "loading" ? [...before.removedSince, messageId] : [],
          })),
        })),

      select: (selectedId) => set({ selectedId }),

      async load(chatId) {
        changeConversation(chatId, (before) => ({
          ...before,
          load: "loading",
          error: null,
          since: [],
          removedSince: [],
        }));
        try {
          const { chat, messages } = await bridge.call("chats.open", { chatId });
          get().receiveChat(chat);
          changeConversation(chatId, ({ since, removedSince }) => ({
            ...emptyConversation,
            messages: dropMessages(since.reduce<readonly Message[]>(putMessage, messages), removedSince),
          }));
          set(({ conversations, active }) => ({ active: withActive(active, conversations[chatId]?.messages ?? []) }));
        } catch (error) {
          changeConversation(chatId, (before) => ({ ...before, load: "failed", error: toErrorRecord(error) }));
        }
      },

      setDraft: (key, text) =>
        set(({ drafts }) => ({ drafts: text === "" ? without(drafts, key) : { ...drafts, [key]: text } })),

      attach: (key, file) =>
        set(({ files }) => ({
          files: { ...files, [key]: [...(files[key] ?? []).filter(({ name }) => name !== file.name), file] },
        })),

      detach: (key, file) =>
        set(({ files }) => ({ files: { ...files, [key]: (files[key] ?? []).filter((other) => other !== file) } })),

      async send(chatId, text) {
        const key = chatId ?? NEW_CHAT;
        const draft = draftOf(key);
        if ((text ?? draft.text).trim() === "" || get().sending[key] === true) return;
        const sent = await deliver(chatId, text ?? withFiles(draft.text, draft.files));
        if (sent && text === undefined) clearDraft(key, draft);
        if (!sent && text !== undefined && draft.text === "") get().setDraft(key, text);
      },

      dismissSendError: (key) => set(({ sendErrors }) => ({ sendErrors: without(sendErrors, key) })),

      async edit({ chatId, parentId }, text) {
        const { chat, message, reply } = await bridge.call("chats.send", { chatId, parentId, text });
        takeIn(chat, [message, reply]);
      },

      async retry(chatId) {
        const { chat, removed, reply } = await bridge.call("chats.retry", { chatId });
        takeIn(chat, [reply], removed);
      },

      async takeBack({ id: messageId, chatId }) {
        const { chat, removed, text } = await bridge.call("chats.take-back", { messageId });
        takeIn(chat, [], removed);
        if (text === null) return;
        const asked = splitFiles(text);
        for (const file of asked.files) get().attach(chatId, file);
        get().setDraft(chatId, [asked.text, draftOf(chatId).text].filter((part) => part !== "").join("\n\n"));
      },

      async branch(messageId, keep, token) {
        const { chat, reply } = await bridge.call("chats.branch", { messageId, keep, token });
        takeIn(chat, [reply]);
      },

      async regenerate({ id: messageId }) {
        const { chat, reply } = await bridge.call("chats.regenerate", { messageId });
        takeIn(chat, [reply]);
      },

      async continueReply({ id: messageId }) {
        const { chat, removed, reply } = await bridge.call("chats.continue", { messageId });
        takeIn(chat, [reply], removed);
      },

      async show({ id: messageId }) {
        get().receiveChat(await bridge.call("chats.show", { messageId }));
      },

      async stop(messageId) {
        await bridge.call("replies.stop", { messageId });
      },

      async rename(chatId, title) {
        get().receiveChat(await bridge.call("chats.rename", { chatId, title }));
      },

      async setSystemPrompt(chatId, systemPrompt) {
        get().receiveChat(await bridge.call("chats.set-system-prompt", { chatId, systemPrompt }));
      },

      async setDecoding(chatId, patch) {
        get().receiveChat(await bridge.call("chats.set-decoding", { chatId, patch }));
      },

      async pin(chatId, pinned) {
        get().receiveChat(await bridge.call("chats.pin", { chatId, pinned }));
      },

      async restore(chatId) {
        get().receiveChat(await bridge.call("chats.restore", { chatId }));
      },

      async remove(chatId) {
        await bridge.call("chats.remove", { chatId });
        get().receiveRemoved(chatId);
      },
    };
  });
}

/** The active replies after a whole conversation became known. */
function withActive(active: Readonly<Record<string, string>>, messages: readonly Message[]): Record<string, string> {
  const next = { ...active };
  for (const message of messages) {
    if (isActive(message)) next[message.id] = message.chatId;
    else delete next[message.id];
  }
  return next;
}

/** A chat that was never opened here stays unknown: opening it fetches all of it. */
function changeKnown(
  conversations: ChatsState["conversations"],
  chatId: string,
  update: (before: Conversation) => Conversation,
): ChatsState["conversations"] {
  const before = conversations[chatId];
  return before === undefined ? conversations : { ...conversations, [chatId]: update(before) };
}

function newestFirst(chats: readonly Chat[]): readonly Chat[] {
  return chats.toSorted((left, right) => right.updatedAt - left.updatedAt);
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
}
