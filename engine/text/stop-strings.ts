/** What a push made known. All lengths count UTF-16 code units, as JavaScript's strings do. */
export interface StopProgress {
  /** Text that can be shown now: no stop string begins in it. Never taken back. */
  readonly release: string;
  readonly stopped: boolean;
  /**
   * Where stopped: how much of the end of everything pushed so far is not part of the reply, that is the stop string
   * and what came after it. More than the last push where the stop string began earlier. Else 0.
   */
  readonly cut: number;
}

/**
 * Finds where a reply ends by a stop string. A stop string may begin inside one push and end in another; text that may
 * still become one is held back until that is known.
 */
export interface StopMatcher {
  /** Not to be called again once stopped. */
  push(text: string): StopProgress;
  /** The reply ends for another reason: what was held back, to be shown after all. */
  flush(): string;
}

/**
 * The stop string that is complete first wins, and of several that are complete at the same character the longest. So a
 * reply ends at the same place however its text is split into pushes, and no stop waits for another one that might
 * still come.
 *
 * @param stops none of them empty
 */
export function createStopMatcher(stops: readonly string[]): StopMatcher {
  let held = "";
  return {
    push(text) {
      const open = held + text;
      const start = startOfFirstStop(open, stops);
      if (start !== undefined) {
        held = "";
        return { release: open.slice(0, start), stopped: true, cut: open.length - start };
      }
      const safe = open.length - lengthOfPossibleStop(open, stops);
      held = open.slice(safe);
      return { release: open.slice(0, safe), stopped: false, cut: 0 };
    },
    flush() {
      const rest = held;
      held = "";
      return rest;
    },
  };
}

function startOfFirstStop(text: string, stops: readonly string[]): number | undefined {
  let first: { readonly start: number; readonly end: number } | undefined;
  for (const stop of stops) {
    const start = text.indexOf(stop);
    const end = start + stop.length;
    if (start >= 0 && (first === undefined || end < first.end || (end === first.end && start < first.start))) {
      first = { start, end };
    }
  }
  return first?.start;
}

/** The length of the longest end of the text that a stop string begins with. */
function lengthOfPossibleStop(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(stop.slice(0, length))) {
        longest = length;
      }
    }
  }
  return longest;
}
