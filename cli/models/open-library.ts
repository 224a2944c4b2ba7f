import { join } from "node:path";
import { locateDataFolder, locateModelsFolder } from "../../host/data-folder.ts";
import type { EngineClient } from "../../host/engine/engine-client.ts";
import { makeFolder } from "../../host/make-folder.ts";
import { type ModelLibrary, openModelLibrary } from "../../host/models/model-library.ts";
import { findProjectRoot } from "../../host/project-root.ts";
import { openSettings, type SettingsFile } from "../../host/settings/settings-file.ts";
import { readVersion } from "../../host/version.ts";
import type { CommandContext } from "../context.ts";

/** The folders and settings that the app works with as well. */
export interface Place {
  readonly dataFolder: string;
  readonly modelsFolder: string;
  readonly settings: SettingsFile;
}

export async function openPlace({ terminal }: CommandContext): Promise<Place> {
  const dataFolder = locateDataFolder();
  // What was read from the files is kept there, shared with the app; where that cannot be, it is read every time.
  try {
    makeFolder(dataFolder);
  } catch {
    // Nothing is lost but time.
  }
  const { settings, notice } = await openSettings(join(dataFolder, "settings.json"));
  if (notice !== null) terminal.tell(notice);
  return { dataFolder, modelsFolder: locateModelsFolder(dataFolder), settings };
}

/** The models that the app knows as well: the bundled pair, the models folder, and what the settings add. */
export async function openLibrary(engine: EngineClient, context: CommandContext): Promise<ModelLibrary> {
  const { dataFolder, modelsFolder, settings } = await openPlace(context);
  return openModelLibrary({
    bundledFolder: join(findProjectRoot(), "native-models"),
    folders: () => [modelsFolder, ...settings.current().folders],
    files: () => settings.current().files,
    cacheFile: join(dataFolder, "model-cache.json"),
    version: readVersion(),
    inspect: (path) => engine.request("inspect", { path }),
  });
}
