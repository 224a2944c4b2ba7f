import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { OutriderError } from "../../contract/outrider-error.ts";

/**
 * Finds the file that the engine process runs: the source beside this one, or, from a bundle in dist/<part>/, its
 * neighbour dist/engine/main.js. A shell that lays its files out differently passes its own path instead.
 */
export function locateEngine(folder: string = dirname(fileURLToPath(import.meta.url))): string {
  const candidates = [
    join(folder, "../../engine/process/main.ts"),
    join(folder, "../engine/main.js"),
    join(folder, "engine/main.js"),
  ];
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) {
    throw new OutriderError(
      "internal",
      "The engine's program is missing from this installation of Outrider. Install it again, or run `npm run build` in a source tree.",
      { details: candidates.join("\n") },
    );
  }
  return found;
}

/** Node's options for an entry: TypeScript sources run through tsx, found beside the entry rather than in the working folder. */
export function engineArguments(entry: string): string[] {
  if (!entry.endsWith(".ts")) return [];
  return ["--import", pathToFileURL(createRequire(entry).resolve("tsx")).href];
}

/**
 * The Node that runs a forked engine: this process's own, or, under Electron (whose own binary is not Node), the one
 * named by OUTRIDER_NODE, or the first on the PATH.
 */
export function locateNode(
  environment: NodeJS.ProcessEnv = process.env,
  underElectron: boolean = process.versions.electron !== undefined,
): string {
  const named = environment.OUTRIDER_NODE;
  if (named !== undefined && named !== "") return named;
  if (!underElectron) return process.execPath;
  const program = process.platform === "win32" ? "node.exe" : "node";
  const found = (environment.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
  if (found === undefined) {
    throw new OutriderError(
      "not-found",
      "The setting engine.process is `node`, but no Node was found on the PATH. Install Node 20.19 or later, or name it in OUTRIDER_NODE.",
    );
  }
  return found;
}
