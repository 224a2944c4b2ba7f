import type { Conversation } from "../../contract/chats.ts";
import type { ChatStore } from "../storage/chat-store.ts";

/** Adds a chat that comes with its messages, all of it or nothing. */
export function keepConversation(
  store: Pick<ChatStore, "saveChat" | "addMessage" | "together">,
  { chat, messages }: Conversation,
): void {
  store.together(() => {
    // The shown branch can only be one that is there.
    store.saveChat({ ...chat, leafId: null });
    for (const message of messages) store.addMessage(message);
    store.saveChat(chat);
  });
}
