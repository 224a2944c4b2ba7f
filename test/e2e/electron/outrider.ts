import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { projectRoot } from "../../../scripts/project-root.ts";
import { assembleApp, type ElectronStage, sandboxSwitches } from "./runtime.ts";

/** Outrider in a real Electron window, with a data folder of its own. */
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

/** Starts the bundles in dist/. The engine runs in this test's Node: the library under it needs a newer Electron. */
export async function startOutrider(stage: ElectronStage): Promise<RunningOutrider> {
  const dataFolder = await mkdtemp(join(tmpdir(), "outrider-data-"));
  await writeFile(join(dataFolder, "settings.json"), JSON.stringify(settings));
  const { executable, remove } = await assembleApp(stage.runtime, projectRoot);
  const environment = {
    ...definedOf(process.env),
    DISPLAY: stage.display.name,
    OUTRIDER_DATA: dataFolder,
    OUTRIDER_NODE: process.execPath,
  };
  const app = await _electron.launch({ executablePath: executable, args: [...sandboxSwitches], env: environment });
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
      await app.close().catch(() => undefined);
      await remove();
      await rm(dataFolder, { recursive: true });
    },
  };
}

function definedOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
