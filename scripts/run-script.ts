import { OutriderError } from "../contract/outrider-error.ts";

/** Runs a script's work; an error meant for people ends it with that one line (exit code 2 for bad input, else 1), a bug with its stack. */
export async function runScript(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const text = error instanceof OutriderError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = error instanceof OutriderError && error.kind === "invalid-input" ? 2 : 1;
  }
}
