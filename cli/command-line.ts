import { OutriderError, toErrorRecord } from "../contract/outrider-error.ts";
import { readVersion } from "../host/version.ts";
import { type HelpPage, renderHelp } from "./arguments/help-page.ts";
import type { Command, CommandContext } from "./context.ts";
import { exitCodeOf } from "./exit-code.ts";
import { INTERRUPTED } from "./terminal/interruption.ts";

/** Each command's code is loaded when it is asked for, so that none makes the others slower to start. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  chat: async () => (await import("./chat/run.ts")).chat,
  pair: async () => (await import("./pair/run.ts")).pair,
  models: async () => (await import("./models/run.ts")).models,
  bench: async () => (await import("./bench/run.ts")).bench,
  demo: async () => (await import("./demo/run.ts")).demo,
  verify: async () => (await import("./verify/run.ts")).verify,
};

const overview: HelpPage = {
  usage: "npm run --silent outrider -- <command> [options]",
  about: "Outrider runs a small draft model ahead of a big target model and shows every guess.",
  sections: [
    {
      title: "Commands",
      entries: [
        { word: "chat", text: "answer a prompt or a written chat" },
        { word: "pair", text: "say whether a draft fits a target, and if not, why" },
        { word: "models", text: "list the models on this computer, check them, get more" },
        { word: "bench", text: "measure what pays on this computer" },
        { word: "demo", text: "see speculative decoding at work on the bundled pair" },
        { word: "verify", text: "check that speculation loses nothing with your models" },
      ],
    },
  ],
  footer: "--help after a command, or help before it, tells its options; --version tells Outrider's version.",
};

/** Runs one command line, the words after the program's name; resolves with the exit code. */
export async function runCommandLine(words: readonly string[], context: CommandContext): Promise<number> {
  try {
    return await dispatch(words, context);
  } catch (error) {
    return report(error, context);
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

async function dispatch([name, ...rest]: readonly string[], context: CommandContext): Promise<number> {
  if (name === "--version") {
    await context.terminal.write(`${readVersion()}\n`);
    return 0;
  }
  const [topic] = rest;
  if (name === "help" && topic !== undefined) return dispatch([topic, "--help"], context);
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    await context.terminal.write(renderHelp(overview, context.terminal.output.columns));
    return name === undefined ? 2 : 0;
  }
  if (name.startsWith("-")) {
    throw new OutriderError("invalid-input", "A command comes first, then its options; see --help.");
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    throw new OutriderError(
      "invalid-input",
      `There is no command "${name}"; choose from ${Object.keys(commands).join(", ")}.`,
    );
  }
  const command = await load();
  return command(rest, context);
}

/** One line for people. Details and stacks are for whoever asked for the log, and for bugs. */
function report(error: unknown, { terminal, interruption }: CommandContext): number {
  // Whoever read our output has left, as `head` does: nothing is wrong.
  if (error instanceof Error && "code" in error && error.code === "EPIPE") return 0;
  const { kind, message, details } = toErrorRecord(error);
  // What was called off in so many places has one reason that its user knows.
  if (interruption.signal.aborted && (kind === "cancelled" || isAbort(error))) {
    terminal.tell("Interrupted.");
    return INTERRUPTED;
  }
  terminal.tell(message.replaceAll(/\s*\n\s*/g, " "));
  const wanted = kind === "internal" || terminal.environment.OUTRIDER_LOG === "debug";
  if (details !== undefined && wanted) terminal.tell(details);
  return exitCodeOf(kind);
}
