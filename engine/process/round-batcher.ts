import type { Round } from "../../contract/trace.ts";

/** At most this long a round waits for others, in milliseconds: one frame at 60 Hz. */
const FLUSH_AFTER_MS = 16;
/** At most this many rounds travel together. */
const FLUSH_AT = 256;
/** At most this many batches are on their way unacknowledged; then the reply waits. */
const WINDOW = 32;

/**
 * Sends rounds in batches, and makes the reply wait while the receiver is too far behind: a slow reader slows the
 * producer, memory stays flat, nothing is dropped.
 */
export class RoundBatcher {
  readonly #send: (sequence: number, rounds: readonly Round[]) => void;
  #pending: Round[] = [];
  #timer: NodeJS.Timeout | null = null;
  #next = 0;
  #acknowledged = -1;
  #resume: (() => void) | null = null;

  constructor(send: (sequence: number, rounds: readonly Round[]) => void) {
    this.#send = send;
  }

  /** Takes in a round; resolves once the receiver is close enough to go on. */
  async add(round: Round): Promise<void> {
    this.#pending.push(round);
    if (this.#pending.length >= FLUSH_AT) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_AFTER_MS);
    while (this.#next - 1 - this.#acknowledged >= WINDOW) {
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
      });
    }
  }

  acknowledge(sequence: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, Math.min(sequence, this.#next - 1));
    this.#wake();
  }

  /** The reply was cancelled: it must not wait for anybody any more. */
  stopWaiting(): void {
    this.#acknowledged = Number.POSITIVE_INFINITY;
    this.#wake();
  }

  /** Sends what is there. To be called at the end of the reply. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.length === 0) return;
    const rounds = this.#pending;
    this.#pending = [];
    this.#send(this.#next++, rounds);
  }

  #wake(): void {
    this.#resume?.();
    this.#resume = null;
  }
}
