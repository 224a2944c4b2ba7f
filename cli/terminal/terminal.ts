import { text } from "node:stream/consumers";
import { OutriderError } from "../../contract/outrider-error.ts";
import { whyUnusable } from "../../host/why-unusable.ts";

/** What a command sees of the world around it. */
export interface Terminal {
  readonly environment: NodeJS.ProcessEnv;
  readonly input: { readonly isTerminal: boolean; readAll(signal: AbortSignal): Promise<string> };
  /** `columns`: its width in characters; null where that is not known. */
  readonly output: { readonly isTerminal: boolean; readonly columns: number | null };
  /** Writes to stdout; resolves once there is room for more, rejects with EPIPE where nobody reads any longer. */
  write(text: string): Promise<void>;
  /** Writes a line to stderr. */
  tell(line: string): void;
  /** A line on stderr that the next one replaces, and null takes away; only where stderr is a terminal. */
  showProgress(line: string | null): void;
}

/** The terminal, pipe or file that this process was started in. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  let progressShown = false;
  // Each write reports its own failure; without a listener the stream would end the process with a stack trace.
  stdout.on("error", () => {});
  stderr.on("error", () => {});

  function showProgress(line: string | null): void {
    if (!stderr.isTTY || (line === null && !progressShown)) return;
    stderr.write(`\r\u001b[K${line === null ? "" : fitLine(line, widthOf(stderr) ?? Infinity)}`);
    progressShown = line !== null;
  }

  return {
    environment: env,
    input: { isTerminal: stdin.isTTY === true, readAll: (signal) => readAll(stdin, signal) },
    output: { isTerminal: stdout.isTTY === true, columns: widthOf(stdout) },
    write: (chunk) =>
      new Promise((resolve, reject) => {
        stdout.write(chunk, (error) => (error ? reject(asOutputError(error)) : resolve()));
      }),
    tell(line) {
      showProgress(null);
      stderr.write(`${line}\n`);
    },
    showProgress,
  };
}

/** What a failed write is told as; the end of who read the output stays what it is. */
export function asOutputError(error: Error): Error {
  if ("code" in error && error.code === "EPIPE") return error;
  return new OutriderError("storage", `The output could not be written: ${whyUnusable(error)}.`, { cause: error });
}

/** Null for what is no terminal, and for one that does not know its width. */
function widthOf(stream: NodeJS.WriteStream): number | null {
  return stream.isTTY === true && stream.columns > 0 ? stream.columns : null;
}

/**
 * The line so short that it takes no second row, which could not be replaced any more. Its end stays, because that is where
 * the figures are.
 */
export function fitLine(line: string, columns: number): string {
  if (line.length < columns) return line;
  const room = Math.max(0, columns - 2);
  const end = Math.ceil(room / 2);
  return `${line.slice(0, room - end)}…${line.slice(line.length - end)}`;
}

async function readAll(input: NodeJS.ReadStream, signal: AbortSignal): Promise<string> {
  const leave = (): void => void input.destroy(new OutriderError("cancelled", "Interrupted."));
  signal.addEventListener("abort", leave, { once: true });
  try {
    return await text(input);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
