import type { Chat } from "../../../contract/chats.ts";

export type ChatAge = "pinned" | "today" | "yesterday" | "last-week" | "older";

export interface ChatGroup {
  readonly age: ChatAge;
  readonly chats: readonly Chat[];
}

const AGES: readonly ChatAge[] = ["pinned", "today", "yesterday", "last-week", "older"];

/**
 * Chats in the order given, the pinned ones first, the others under the day they were last written in; groups without chats are left out.
 * Days are the calendar days of this computer's time zone; "last week" reaches seven days back.
 */
export function groupChats(chats: readonly Chat[], now: Date): readonly ChatGroup[] {
  return AGES.map((age) => ({ age, chats: chats.filter((chat) => chatAge(chat, now) === age) })).filter(
    (group) => group.chats.length > 0,
  );
}

function chatAge(chat: Chat, now: Date): ChatAge {
  if (chat.pinned) return "pinned";
  if (chat.updatedAt >= midnight(now, 0)) return "today";
  if (chat.updatedAt >= midnight(now, 1)) return "yesterday";
  return chat.updatedAt >= midnight(now, 7) ? "last-week" : "older";
}

/** Midnight so many days ago; days have 23 or 25 hours where clocks change. */
function midnight(now: Date, daysAgo: number): number {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo).getTime();
}
