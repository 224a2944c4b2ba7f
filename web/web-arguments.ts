import { parseArgs } from "node:util";
import { messageOf, OutriderError } from "../contract/outrider-error.ts";

export interface WebArguments {
  /** Null: any free one. */
  readonly port: number | null;
  readonly open: boolean;
}

/** Throws `invalid-input` with one line that says what to change. */
export function readWebArguments(words: readonly string[]): WebArguments {
  const { port, "no-open": noOpen = false } = parse(words);
  return { port: port === undefined ? null : readPort(port), open: !noOpen };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: { port: { type: "string" }, "no-open": { type: "boolean" } } })
      .values;
  } catch (cause) {
    const [reason] = messageOf(cause).split("\n");
    throw new OutriderError("invalid-input", `${reason} The web version takes --port N and --no-open.`, { cause });
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) {
    throw new OutriderError("invalid-input", `--port takes a whole number from 1 to 65535, not "${text}".`);
  }
  return port;
}
