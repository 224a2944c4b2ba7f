/** One end of a message channel between two processes, whatever carries it (utilityProcess, child_process, a test). */
export interface Port {
  /** Sends one structured-cloneable, JSON-safe message. A closed port swallows it. */
  post(message: unknown): void;
  /** Registers the one receiver; messages that came earlier are delivered first. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the other side is gone. */
  onClose(listener: () => void): void;
  close(): void;
}
