import type { Interruption } from "./terminal/interruption.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** What every command is given. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly interruption: Interruption;
  /** Where the user typed the command: paths on the command line are meant from there. */
  readonly workingFolder: string;
}

/** Runs a command on the words after its name; resolves with the exit code. */
export type Command = (words: readonly string[], context: CommandContext) => Promise<number>;
