import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHost } from "../../host/create-host.ts";
import { readVersion } from "../../host/version.ts";
import { projectRoot } from "../../scripts/project-root.ts";
import { scriptedLauncher } from "../../test/host/fixtures/scripted-launcher.ts";
import { startWebServer } from "../../web/web-server.ts";

export interface ScriptedApp {
  /** Lets one browser in. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** The web version as it is, but for the engine: a process that writes by a script (test/host/fixtures/scripted-engine.ts). */
export async function startScriptedApp(rendererFolder = join(projectRoot, "dist", "renderer")): Promise<ScriptedApp> {
  const folder = await mkdtemp(join(tmpdir(), "outrider-window-"));
  const dataFolder = join(folder, "data");
  const modelsFolder = join(folder, "models");
  await mkdir(dataFolder);
  await mkdir(modelsFolder);
  const host = await createHost({
    version: readVersion(),
    shell: "web",
    actions: { openLink: async () => false },
    dataFolder,
    modelsFolder,
    bundledFolder: join(projectRoot, "native-models"),
    launchEngine: scriptedLauncher,
  });
  const server = await startWebServer({ host, rendererFolder });
  return {
    address: server.address(),
    async close() {
      await server.close();
      await host.close();
      await rm(folder, { recursive: true });
    },
  };
}
