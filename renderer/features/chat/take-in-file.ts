import type { Chat } from "../../../contract/chats.ts";
import type { Session } from "../../store/session.ts";
import { strings } from "../../strings.ts";

/**
 * Hands what is in a file to the host, which makes a chat of it, and opens that chat.
 *
 * @param limit bytes
 * @throws Error for a larger file, and whatever the host refuses, with the reason
 */
export async function takeInFile(
  session: Session,
  file: File,
  limit: number,
  take: (text: string) => Promise<{ readonly chat: Chat }>,
): Promise<void> {
  // Before it is read: a file of many gigabytes must not end up in memory.
  if (file.size > limit) throw new Error(strings.chats.tooLarge(limit / 1_000_000));
  const { chat } = await take(await file.text());
  session.chats.getState().receiveChat(chat);
  await session.openChat(chat.id);
}
