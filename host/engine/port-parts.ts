/** What every port over an engine process is made of, whatever carries the messages. */
import type { Port } from "../../contract/port.ts";

/** Keeps what arrives until somebody listens, then passes it on. */
export interface Inbox {
  readonly receive: (message: unknown) => void;
  readonly onMessage: Port["onMessage"];
}

export function createInbox(): Inbox {
  const early: unknown[] = [];
  let pass = (message: unknown): void => void early.push(message);
  return {
    receive: (message) => pass(message),
    onMessage(listener) {
      for (const message of early.splice(0)) listener(message);
      pass = listener;
    },
  };
}

/** The port of a process that never came to be. */
export function deadPort(closed: Promise<void>): Port {
  return { post: () => {}, onMessage: () => {}, onClose: (listener) => void closed.then(listener), close: () => {} };
}
