import { app, BrowserWindow, dialog, type OpenDialogOptions, safeStorage, shell } from "electron";
import { createHost } from "../../host/create-host.ts";
import { locateModelsFolder } from "../../host/data-folder.ts";
import { engineEnvironment } from "../../host/engine/engine-environment.ts";
import type { Host } from "../../host/host.ts";
import type { SecretSeal } from "../../host/secrets/secret-store.ts";
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
    actions: { openLink, chooseFolder, chooseModelFiles },
    dataFolder,
    modelsFolder: locateModelsFolder(dataFolder),
    bundledFolder: paths.nativeModels,
    engineEntry: paths.engine,
    ...sealing(),
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

/**
 * The key chain, where there is one. Linux without a key ring has only Electron's built-in password, which hides nothing:
 * there the file's permissions have to do.
 */
function sealing(): { readonly secretSeal?: SecretSeal } {
  const safe =
    safeStorage.isEncryptionAvailable() &&
    // Older Electrons, such as the one of the tests, have no such question, and no encryption without a key ring.
    (process.platform !== "linux" || safeStorage.getSelectedStorageBackend?.() !== "basic_text");
  if (!safe) return {};
  return {
    secretSeal: {
      seal: (text) => safeStorage.encryptString(text).toString("base64"),
      unseal: (sealed) => safeStorage.decryptString(Buffer.from(sealed, "base64")),
    },
  };
}

function chooseFolder(): Promise<readonly string[]> {
  return choose({ properties: ["openDirectory"] });
}

function chooseModelFiles(): Promise<readonly string[]> {
  return choose({
    properties: ["openFile", "multiSelections"],
    filters: [{ name: "GGUF models", extensions: ["gguf"] }],
  });
}

async function choose(what: OpenDialogOptions): Promise<readonly string[]> {
  const options: OpenDialogOptions = { ...what, buttonLabel: "Add" };
  const window = BrowserWindow.getFocusedWindow();
  const { filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return filePaths;
}

/** The host has checked the address. */
async function openLink(url: string): Promise<boolean> {
  await shell.openExternal(url);
  return true;
}
