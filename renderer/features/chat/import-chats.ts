import { CHAT_FILE_LIMIT } from "../../../contract/chat-file.ts";
import type { Session } from "../../store/session.ts";
import { strings } from "../../strings.ts";

/** Takes exported chats in, one after the other, and opens each; what is refused is said with its reason. */
export async function importChats(session: Session, files: readonly File[]): Promise<void> {
  const { bridge, chats, notices } = session;
  for (const file of files) {
    await notices.getState().attempt(strings.chats.importFailed(file.name), async () => {
      // Before it is read: a file of many gigabytes must not end up in memory.
      if (file.size > CHAT_FILE_LIMIT) throw new Error(strings.chats.tooLarge(CHAT_FILE_LIMIT / 1_000_000));
      const { chat } = await bridge.call("chats.import", { text: await file.text() });
      chats.getState().receiveChat(chat);
      await session.openChat(chat.id);
    });
  }
}
