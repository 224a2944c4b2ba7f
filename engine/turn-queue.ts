import { createDeferred } from "../contract/deferred.ts";
import { OutriderError } from "../contract/outrider-error.ts";

/** Lets one at a time through, in the order they came. */
export class TurnQueue {
  #last: Promise<void> = Promise.resolve();

  /**
   * Runs `work` once everything before it is done.
   *
   * @throws OutriderError cancelled where `signal` fires while waiting; `work` is then never started
   */
  async run<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const release = await this.take(signal);
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** Waits for a turn; it lasts until the returned function is called. */
  async take(signal: AbortSignal): Promise<() => void> {
    const before = this.#last;
    const turn = createDeferred<void>();
    this.#last = before.then(() => turn.promise);
    try {
      await waitOrAbort(before, signal);
    } catch (error) {
      turn.resolve();
      throw error;
    }
    return turn.resolve;
  }
}

async function waitOrAbort(before: Promise<void>, signal: AbortSignal): Promise<void> {
  const cancelled = () => new OutriderError("cancelled", "Cancelled while it waited for its turn.");
  if (signal.aborted) throw cancelled();
  const abort = createDeferred<never>();
  const onAbort = () => abort.reject(cancelled());
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await Promise.race([before, abort.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
