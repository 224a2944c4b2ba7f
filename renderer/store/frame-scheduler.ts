/** Runs something once, soon; answers how to call it off. */
export type Schedule = (run: () => void) => () => void;

/** Browsers stop animation frames in a hidden page; this timer keeps events from piling up there. */
const HIDDEN_MS = 250;

/** With the next animation frame, or a quarter of a second later where there is none. */
export const nextFrame: Schedule = (run) => {
  const once = (): void => {
    cancel();
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, HIDDEN_MS);
  const cancel = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  return cancel;
};
