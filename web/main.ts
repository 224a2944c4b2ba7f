/** The web version: `npm start -- --web [--port N] [--no-open]`. */
import { OutriderError } from "../contract/outrider-error.ts";
import { serveWeb } from "./serve-web.ts";
import { readWebArguments } from "./web-arguments.ts";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    // Asked twice: somebody is in a hurry.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
}

const terminal = {
  print: (line: string) => void process.stdout.write(`${line}\n`),
  tell: (line: string) => void process.stderr.write(`${line}\n`),
};

try {
  await serveWeb(readWebArguments(process.argv.slice(2)), terminal, stop.signal);
} catch (error) {
  if (!(error instanceof OutriderError)) throw error;
  terminal.tell(error.message);
  process.exitCode = error.kind === "invalid-input" ? 2 : 1;
}
