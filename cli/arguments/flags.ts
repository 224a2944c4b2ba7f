import { type ParseArgsConfig, parseArgs } from "node:util";
import type { z } from "zod";
import { messageOf, OutriderError } from "../../contract/outrider-error.ts";
import { describeValues } from "./describe-values.ts";

/** One flag of a command. */
export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  /** What stands for the value in the help; left out where the flag is a switch. */
  readonly value?: string;
  readonly repeatable?: boolean;
  /** What the value has to be; text of any kind where it is left out. */
  readonly schema?: z.ZodType;
  /** One line of help. */
  readonly help: string;
}

/** A command line taken apart; asking for a value checks it. */
export interface ParsedFlags {
  has(name: string): boolean;
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  readonly positionals: readonly string[];
}

interface ParseOptions {
  /** How many words besides flags the command takes at the most. */
  readonly positionals?: number;
  /** What to do about one word too many. */
  readonly advice?: string;
}

/** @throws OutriderError `invalid-input` with one line that says what to change */
export function parseFlags(words: readonly string[], flags: readonly Flag[], options: ParseOptions = {}): ParsedFlags {
  const { values, positionals } = parse(words, flags);
  refuseSurplus(positionals, options.positionals ?? 0, options.advice);
  return {
    has: (name) => values[name] === true,
    text(name) {
      const value = values[name];
      return typeof value === "string" ? value : undefined;
    },
    texts(name) {
      const value = values[name];
      return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
    },
    positionals,
  };
}

/** @throws OutriderError `invalid-input` where there are more than `most` words; `advice` is what to do about it */
export function refuseSurplus(words: readonly string[], most: number, advice = "quote texts with blanks"): void {
  const surplus = words[most];
  if (surplus !== undefined) throw invalid(`Nothing can be done with "${surplus}": ${advice}, or see --help.`);
}

function parse(words: readonly string[], flags: readonly Flag[]) {
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  for (const { name, value, repeatable } of flags) {
    options[name] = {
      type: value === undefined ? "boolean" : "string",
      multiple: repeatable ?? false,
      ...(name === "help" ? { short: "h" } : {}),
    };
  }
  try {
    return parseArgs({ args: joinNegativeNumbers(words), options, strict: true, allowPositionals: true });
  } catch (error) {
    throw invalid(explain(error));
  }
}

/** `--temperature -1` as `--temperature=-1`: parseArgs would take the number for a flag and hide that it is out of range. */
function joinNegativeNumbers(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (/^-[\d.]/.test(word) && last !== undefined && /^--[^=]+$/.test(last)) joined.splice(-1, 1, `${last}=${word}`);
    else joined.push(word);
  }
  return joined;
}

/** parseArgs' errors in our words; they name the option between quotes. */
function explain(error: unknown): string {
  const message = messageOf(error);
  const option = /'([^' ]+)/.exec(message)?.[1]?.replace(/=.*$/, "") ?? "";
  if (message.startsWith("Unknown option")) return `There is no option ${option}; see --help.`;
  if (message.includes("ambiguous"))
    return `${option} needs a value; write ${option}=VALUE where it begins with a dash.`;
  if (message.includes("argument missing")) return `${option} needs a value.`;
  if (message.includes("does not take an argument")) return `${option} takes no value.`;
  return message.replaceAll(/\s+/g, " ");
}

/**
 * A flag's value as its schema has it: what looks like a number is one.
 *
 * @throws OutriderError `invalid-input`, such as "--k must be a whole number from 0 to 16, got 17"
 */
export function readValue<Output>(name: string, text: string, schema: z.ZodType<Output>): Output {
  const numeric = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  const result = schema.safeParse(numeric ? Number(text) : text);
  if (result.success) return result.data;
  throw invalid(`--${name} must be ${describeValues(schema)}, got ${text === "" ? "nothing" : text}.`);
}

export function invalid(message: string): OutriderError {
  return new OutriderError("invalid-input", message);
}
