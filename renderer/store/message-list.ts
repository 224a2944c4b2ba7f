/** The messages of one chat, kept right whatever order events and answers arrive in. */
import type { Message, MessageStatus } from "../../contract/chats.ts";

const PROGRESS: Readonly<Record<MessageStatus["status"], number>> = {
  waiting: 0,
  streaming: 1,
  complete: 2,
  stopped: 2,
  failed: 2,
};

/** Whether a message is still being written. */
export function isActive(message: Message): boolean {
  return PROGRESS[message.state.status] < PROGRESS.complete;
}

/** The newest reply there is something to see of; the newest at all where all of them wait in line. */
export function newestBegun(messages: readonly Message[]): Message | null {
  const replies = messages.filter(({ role }) => role === "assistant");
  return (
    replies.findLast(({ state, roundCount }) => state.status !== "waiting" || roundCount > 0) ?? replies.at(-1) ?? null
  );
}

/**
 * The list with a message put in or replaced. An answer that was overtaken by an event cannot set a message back: of
 * two versions the one that is further on stays.
 */
export function putMessage(messages: readonly Message[], message: Message): readonly Message[] {
  const at = messages.findIndex((other) => other.id === message.id);
  const known = messages[at];
  if (known !== undefined) {
    return PROGRESS[known.state.status] > PROGRESS[message.state.status] ? messages : messages.with(at, message);
  }
  const firstChild = messages.findIndex((other) => other.parentId === message.id);
  return firstChild === -1 ? [...messages, message] : messages.toSpliced(firstChild, 0, message);
}

export function dropMessages(messages: readonly Message[], ids: readonly string[]): readonly Message[] {
  const gone = new Set(ids);
  return messages.filter((message) => !gone.has(message.id));
}
