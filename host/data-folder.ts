import { homedir } from "node:os";
import { join } from "node:path";

/** What decides where things are kept; by default this process's. */
export interface FolderSurroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

function here(): FolderSurroundings {
  return { environment: process.env, platform: process.platform, home: homedir() };
}

/** Where chats and settings are kept: OUTRIDER_DATA, or the place the platform has for such things. */
export function locateDataFolder({ environment, platform, home }: FolderSurroundings = here()): string {
  if (isSet(environment.OUTRIDER_DATA)) return environment.OUTRIDER_DATA;
  if (platform === "darwin") return join(home, "Library", "Application Support", "Outrider");
  if (platform === "win32") {
    return join(isSet(environment.APPDATA) ? environment.APPDATA : join(home, "AppData", "Roaming"), "Outrider");
  }
  const dataHome = environment.XDG_DATA_HOME;
  return join(isSet(dataHome) ? dataHome : join(home, ".local", "share"), "outrider");
}

/** Where GGUF files are put and looked for first: OUTRIDER_MODELS, or `models` in the data folder. */
export function locateModelsFolder(dataFolder: string, environment: NodeJS.ProcessEnv = process.env): string {
  return isSet(environment.OUTRIDER_MODELS) ? environment.OUTRIDER_MODELS : join(dataFolder, "models");
}

/** A variable set to nothing counts as not set. */
function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
