import { copyFile, link, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureElectronTestRuntime } from "../../../scripts/electron-runtime.ts";
import { type Display, provideDisplay } from "./display.ts";

/** What a test of a real window needs. */
export interface ElectronStage {
  readonly runtime: string;
  readonly display: Display;
}

/** Says on stderr why there is none, so that a skipped suite cannot be overlooked. */
export async function provideElectronStage(suite: string): Promise<ElectronStage | null> {
  const runtime = await ensureElectronTestRuntime();
  if ("missing" in runtime) return skipped(suite, runtime.missing);
  const display = await provideDisplay();
  if (display === null) return skipped(suite, "there is no display, and Xvfb is not installed");
  return { runtime: runtime.folder, display };
}

function skipped(suite: string, reason: string): null {
  process.stderr.write(`\n*** SKIPPED: ${suite}: ${reason}. ***\n`);
  return null;
}

export interface AssembledApp {
  readonly executable: string;
  readonly remove: () => Promise<void>;
}

/**
 * Puts an app into a copy of the runtime, as unpacked `resources/app`: this Electron takes no app on its command line.
 * The copy is made of hard links where the file system allows, so it costs next to nothing.
 */
export async function assembleApp(runtime: string, appFolder: string): Promise<AssembledApp> {
  const folder = await mkdtemp(join(tmpdir(), "outrider-electron-"));
  await linkTree(runtime, folder);
  await symlink(appFolder, join(folder, "resources", "app"));
  return { executable: join(folder, "electron"), remove: () => rm(folder, { recursive: true }) };
}

async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, destination] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, destination);
    else await link(source, destination).catch(() => copyFile(source, destination));
  }
}

/** Chromium refuses to run as root with its sandbox. */
export const sandboxSwitches: readonly string[] = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
