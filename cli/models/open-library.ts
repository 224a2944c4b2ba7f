import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { locateDataFolder, locateModelsFolder } from "../../host/data-folder.ts";
import type { EngineClient } from "../../host/engine/engine-client.ts";
import { type ModelLibrary, openModelLibrary } from "../../host/models/model-library.ts";
import { readVersion } from "../version.ts";

/** The models that a terminal knows: the bundled pair and those of the models folder. */
export function openLibrary(engine: EngineClient): Promise<ModelLibrary> {
  const dataFolder = locateDataFolder();
  return openModelLibrary({
    bundledFolder: fileURLToPath(new URL("../../native-models", import.meta.url)),
    folders: () => [locateModelsFolder(dataFolder)],
    cacheFile: join(dataFolder, "models.json"),
    version: readVersion(),
    inspect: (path) => engine.request("inspect", { path }),
  });
}
