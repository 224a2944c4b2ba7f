import type { Conversation } from "../../contract/chats.ts";
import type { Round } from "../../contract/trace.ts";
import type { ChatStore } from "../storage/chat-store.ts";

/** A chat that comes from a file. */
export interface ReadConversation extends Conversation {
  /** By message. */
  readonly rounds: ReadonlyMap<string, readonly Round[]>;
}

/** Adds a chat that comes with its messages and their rounds, all of it or nothing. */
export function keepConversation(
  store: Pick<ChatStore, "saveChat" | "addMessage" | "appendRounds" | "together">,
  { chat, messages, rounds }: ReadConversation,
): void {
  store.together(() => {
    // The shown branch can only be one that is there.
    store.saveChat({ ...chat, leafId: null });
    for (const message of messages) store.addMessage(message);
    for (const [messageId, ofMessage] of rounds) store.appendRounds(messageId, ofMessage);
    store.saveChat(chat);
  });
}
