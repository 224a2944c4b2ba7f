import { CHAT_FILE_LIMIT } from "../../../contract/chat-file.ts";
import type { Session } from "../../store/session.ts";
import { strings } from "../../strings.ts";
import { takeInFile } from "./take-in-file.ts";

/** Takes exported chats in, one after the other, and opens each; what is refused is said with its reason. */
export async function importChats(session: Session, files: readonly File[]): Promise<void> {
  const { bridge, notices } = session;
  for (const file of files) {
    await notices
      .getState()
      .attempt(strings.chats.importFailed(file.name), () =>
        takeInFile(session, file, CHAT_FILE_LIMIT, (text) => bridge.call("chats.import", { text })),
      );
  }
}
