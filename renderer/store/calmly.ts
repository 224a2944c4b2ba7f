/** Of a store: calls the listener with each change, and answers how to stop that. */
export type Subscribe = (listener: () => void) => () => void;

/** The timer that tells the last change gives the next one so long to come before it, in milliseconds. */
const PATIENCE_MS = 100;

/**
 * Tells of changes no more often than that: of the first one at once, later with the first one that is due, so that what
 * follows is drawn with what else that change brings. The last one is never lost.
 * @param ms between two tellings, in milliseconds
 */
export function calmly(subscribe: Subscribe, ms: number): Subscribe {
  return (listener) => {
    let told = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const tell = (): void => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      told = performance.now();
      listener();
    };
    const stop = subscribe(() => {
      const due = told + ms - performance.now();
      if (due <= 0) tell();
      else timer ??= setTimeout(tell, due + PATIENCE_MS);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  };
}
