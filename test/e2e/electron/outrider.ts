import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { projectRoot } from "../../../scripts/project-root.ts";
import { assembleApp, type ElectronStage, sandboxSwitches } from "./runtime.ts";

/** Outrider in a real Electron window. */
export interface RunningOutrider {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly executable: string;
  readonly environment: Record<string, string>;
  /** What the page's console said, CSP violations among it. */
  readonly consoleLines: readonly string[];
  readonly stop: () => Promise<void>;
}

/**
 * One thread: window and engine share the machine's cores here, without a GPU to draw on, and engine threads that have to
 * wait for each other are far slower than one.
 */
const settings = { engine: { process: "node" }, load: { threads: 1 }, decoding: { maxTokens: 120 } };

/** Stands in the shell's environment; nothing but the shell may see it. */
export const plantedToken = "a-secret-of-the-user";

/** A data folder for one or more starts. */
export async function makeDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "outrider-data-"));
  await writeFile(join(folder, "settings.json"), JSON.stringify(settings));
  return folder;
}

interface StartOptions {
  /** Beside this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Chromium's. */
  readonly switches?: readonly string[];
}

/** Starts the bundles in dist/. The engine runs in this test's Node: the library under it needs a newer Electron. */
export async function startOutrider(
  stage: ElectronStage,
  dataFolder: string,
  extra: StartOptions = {},
): Promise<RunningOutrider> {
  const { executable, remove } = await assembleApp(stage.runtime, projectRoot);
  const environment = {
    ...definedOf(process.env),
    DISPLAY: stage.display.name,
    OUTRIDER_DATA: dataFolder,
    OUTRIDER_NODE: process.execPath,
    PLANTED_TOKEN: plantedToken,
    ...extra.environment,
  };
  const app = await _electron.launch({
    executablePath: executable,
    args: [...sandboxSwitches, ...(extra.switches ?? [])],
    env: environment,
  });
  const consoleLines: string[] = [];
  const page = await app.firstWindow();
  page.on("console", (message) => consoleLines.push(`${message.type()}: ${message.text()}`));
  return {
    app,
    page,
    executable,
    environment,
    consoleLines,
    async stop() {
      // It may have been ended by the test.
      await app.close().catch(() => undefined);
      await remove();
    },
  };
}

/** Without what an editor that is an Electron app itself leaves in its terminals: it would make a plain Node of this one. */
function definedOf({ ELECTRON_RUN_AS_NODE: _, ...environment }: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
