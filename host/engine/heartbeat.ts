/**
 * Notices a process that hangs. Beats are counted rather than time measured: after the computer has slept, or while
 * this process itself was held up, a late answer must not look like a missing one.
 */
export interface HeartbeatOptions {
  readonly everyMs: number;
  /** So many beats in a row without an answer to the same ping mean that the process hangs. */
  readonly missedBeats: number;
}

/** Starts beating; returns its stop. A ping that rejects counts as unanswered: the process's end is noticed elsewhere. */
export function startHeartbeat(
  ping: () => Promise<unknown>,
  onHung: () => void,
  options: HeartbeatOptions,
): () => void {
  let waiting = false;
  let missed = 0;

  const timer = setInterval(() => {
    if (!waiting) {
      waiting = true;
      missed = 0;
      ping().then(
        () => {
          waiting = false;
        },
        () => {},
      );
      return;
    }
    missed += 1;
    if (missed >= options.missedBeats) {
      clearInterval(timer);
      onHung();
    }
  }, options.everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
