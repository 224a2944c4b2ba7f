import { runCommandLine } from "./command-line.ts";
import { watchInterruption } from "./terminal/interruption.ts";
import { processTerminal } from "./terminal/terminal.ts";

/** npm runs scripts in the package's folder and says in INIT_CWD where the user was. */
const { npm_lifecycle_event: script, INIT_CWD: typedIn } = process.env;

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(),
  interruption: watchInterruption(),
  workingFolder: script === "outrider" && typedIn !== undefined ? typedIn : process.cwd(),
});
