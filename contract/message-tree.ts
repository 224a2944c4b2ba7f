/**
 * The messages of a chat are a tree: an edited question or a reply that was asked for again stands beside the older one,
 * under the same parent. All functions take the messages in the order of writing, parents before what answers them.
 */
import type { Message } from "./chats.ts";

/** The messages from the first one to this one, by their parents; none where it is not there. */
export function pathTo(messageId: string | null, messages: readonly Message[]): Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const path: Message[] = [];
  for (let next = byId.get(messageId ?? ""); next !== undefined; ) {
    path.unshift(next);
    next = next.parentId === null ? undefined : byId.get(next.parentId);
  }
  return path;
}

/** The branch that is shown: the one that ends at this leaf or, where that is not there, at the message written last. */
export function shownBranch(leafId: string | null, messages: readonly Message[]): Message[] {
  const path = pathTo(leafId, messages);
  return path.length > 0 ? path : pathTo(messages.at(-1)?.id ?? null, messages);
}

/** A message and the others under the same parent, oldest first. */
export function siblingsOf(message: Message, messages: readonly Message[]): Message[] {
  return messages.filter(({ parentId }) => parentId === message.parentId);
}

/** The end of the branch through a message: of everything that follows it, what was written last. */
export function newestLeafUnder(messageId: string, messages: readonly Message[]): string {
  const under = new Set([messageId]);
  let last = messageId;
  for (const { id, parentId } of messages) {
    if (parentId === null || !under.has(parentId)) continue;
    under.add(id);
    last = id;
  }
  return last;
}
