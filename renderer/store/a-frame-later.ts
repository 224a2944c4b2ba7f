import type { Subscribe } from "./calmly.ts";
import { nextFrame, type Schedule } from "./frame-scheduler.ts";

/** Tells of changes in the frame after them, of several at once: what is drawn for them then has that frame to itself. */
export function aFrameLater(subscribe: Subscribe, schedule: Schedule = nextFrame): Subscribe {
  return (listener) => {
    let cancel: (() => void) | null = null;
    const stop = subscribe(() => {
      cancel ??= schedule(() => {
        cancel = null;
        listener();
      });
    });
    return () => {
      stop();
      cancel?.();
    };
  };
}
