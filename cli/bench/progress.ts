import { formatDuration } from "../output/figures.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Where progress is not seen as it moves, such as in a log, it is told this often. */
const TELL_EVERY_MS = 60_000;

/** Tells on stderr how far a row of measurements is, and how long the rest will take. */
export interface Progress {
  /** `doing` is next. */
  step(doing: string): void;
  end(): void;
}

export function createProgress(terminal: Terminal, total: number, now: () => number): Progress {
  const start = now();
  let done = -1;
  let told = start;
  return {
    step(doing) {
      done += 1;
      const time = now();
      const line = `${done} of ${total} measured${timeLeft(time - start, done, total)}`;
      terminal.showProgress(`${line}: ${doing}`);
      if (terminal.output.isTerminal || time - told < TELL_EVERY_MS) return;
      told = time;
      terminal.tell(line);
    },
    end: () => terminal.showProgress(null),
  };
}

function timeLeft(elapsedMs: number, done: number, total: number): string {
  return done === 0 ? "" : `, about ${formatDuration((elapsedMs / done) * (total - done))} left`;
}
