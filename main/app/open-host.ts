import { app, shell } from "electron";
import { createHost } from "../../host/create-host.ts";
import { locateModelsFolder } from "../../host/data-folder.ts";
import { engineEnvironment } from "../../host/engine/engine-environment.ts";
import type { Host } from "../../host/host.ts";
import { mayUseUtilityProcess } from "../engine/choose-engine-process.ts";
import { utilityLauncher } from "../engine/utility-launcher.ts";
import { electronUtilityProcesses } from "../engine/utility-processes.ts";
import type { ShellPaths } from "../shell-paths.ts";

/** Opens the host on the data folder, with what only Electron can do for it. */
export function openHost(paths: ShellPaths, dataFolder: string): Promise<Host> {
  const { OUTRIDER_ENGINE_PROCESS: environment, OUTRIDER_LOG } = process.env;
  const utility = mayUseUtilityProcess({ environment, electronVersion: process.versions.electron });
  return createHost({
    version: app.getVersion(),
    shell: "electron",
    actions: { openLink },
    dataFolder,
    modelsFolder: locateModelsFolder(dataFolder),
    bundledFolder: paths.nativeModels,
    engineEntry: paths.engine,
    ...(utility
      ? {
          launchEngine: utilityLauncher({
            processes: electronUtilityProcesses,
            entry: paths.engine,
            environment: engineEnvironment(),
          }),
        }
      : {}),
    ...(OUTRIDER_LOG === "debug"
      ? { onLog: ({ level, text }) => process.stderr.write(`engine [${level}] ${text}\n`) }
      : {}),
  });
}

/** The host has checked the address. */
async function openLink(url: string): Promise<boolean> {
  await shell.openExternal(url);
  return true;
}
