import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root.ts";

const packageFolder = join(projectRoot, "node_modules", "electron");

/** Electron's binary is about 110 MB; a slower line had better fetch it by hand, once. */
const FETCH_LIMIT_MS = 180_000;

/** An Electron that ends with an error so soon never showed a window: a missing library, a sandbox it may not use. */
const STARTED_MS = 10_000;

export type ElectronBinary = { readonly path: string } | { readonly missing: string };

/** Finds Electron's binary, or fetches it: since version 42 its package comes without one. */
export async function provideElectron(): Promise<ElectronBinary> {
  const present = installedElectron();
  if (present !== null) return { path: present };
  process.stdout.write("Fetching Electron's binary (about 110 MB, once).\n");
  const problem = await fetchElectron();
  const fetched = installedElectron();
  if (fetched !== null) return { path: fetched };
  return { missing: `Electron's binary could not be fetched (${problem ?? "it is not where it should be"})` };
}

/**
 * Reads what the package's own index.js reads, and does not ask it: it would start the download by itself. With
 * ELECTRON_OVERRIDE_DIST_PATH, Electron's own variable, a binary from elsewhere is taken.
 */
function installedElectron(): string | null {
  const pathFile = join(packageFolder, "path.txt");
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const program = existsSync(pathFile) ? readFileSync(pathFile, "utf8") : override === undefined ? null : "electron";
  const path = program === null ? null : join(override ?? join(packageFolder, "dist"), program);
  return path !== null && existsSync(path) ? path : null;
}

/** Runs the package's installer; answers in a few words what went wrong, null where nothing did. */
function fetchElectron(): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(packageFolder, "install.js")], {
      stdio: ["ignore", "ignore", "pipe"],
      timeout: FETCH_LIMIT_MS,
      killSignal: "SIGKILL",
    });
    let complaint = "";
    child.stderr.on("data", (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => {
      if (signal !== null) resolve(`it took longer than ${FETCH_LIMIT_MS / 60_000} minutes`);
      else resolve(code === 0 ? null : firstLine(complaint));
    });
  });
}

function firstLine(text: string): string {
  const line = text.split("\n").find((candidate) => candidate.trim() !== "");
  return line?.trim().replace(/^\w*Error: /, "") ?? "its installer failed";
}

/** How the window ended: with the exit code of the app, or before there was one. */
export type WindowEnd = { readonly exitCode: number } | { readonly failed: string };

/** Opens Outrider's window and resolves when it is closed. */
export function openWindow(electron: string): Promise<WindowEnd> {
  // Set in the terminals of editors that are Electron apps themselves; it would make a plain Node of this one.
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(electron, [...sandboxSwitches(), projectRoot], { stdio: "inherit", env: environment });
    // Ctrl-C reaches the window as well, which ends in good order; this process follows it.
    const wait = (): void => {};
    process.on("SIGINT", wait);
    child.once("error", (error) => resolve({ failed: `Electron could not be started (${error.message})` }));
    child.once("exit", (code, signal) => {
      process.off("SIGINT", wait);
      const ending = signal ?? `exit code ${code}`;
      if (code === 0 || signal === "SIGINT") resolve({ exitCode: 0 });
      else if (Date.now() - started < STARTED_MS) resolve({ failed: `Electron ended at once (${ending}; see above)` });
      else resolve({ exitCode: code ?? 1 });
    });
  });
}

/** Chromium does not run as root with its sandbox; root is who runs everything in a container. */
function sandboxSwitches(): string[] {
  return process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}
