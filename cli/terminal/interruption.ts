/** How a command learns that its user has had enough. */
export interface Interruption {
  /** Aborts at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Registers what has to happen when Ctrl-C comes again, before the process ends at once. */
  onInsisted(cleanUp: () => void): void;
}

/** As a shell reports a program that Ctrl-C ended: 128 + SIGINT. */
export const INTERRUPTED = 130;

/** Listens to this process's Ctrl-C, and to the polite end (SIGTERM) which counts as the same. */
export function watchInterruption(): Interruption {
  const controller = new AbortController();
  const cleanUps: (() => void)[] = [];
  const interrupt = (): void => {
    if (controller.signal.aborted) {
      for (const cleanUp of cleanUps) cleanUp();
      process.exit(INTERRUPTED);
    }
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return { signal: controller.signal, onInsisted: (cleanUp) => void cleanUps.push(cleanUp) };
}
