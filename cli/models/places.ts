import { isAbsolute, resolve } from "node:path";
import { joinPlaces, type ModelPlaces, readPlaces } from "../../host/models/model-places.ts";
import { lockDataFolder } from "../../host/storage/data-lock.ts";
import { invalid } from "../arguments/flags.ts";
import type { CommandContext } from "../context.ts";
import { openPlace } from "./open-library.ts";

/**
 * Adds a folder to those that are looked through for models, or a single GGUF file, or takes one out. Files are never
 * copied or deleted.
 */
export async function changePlaces(
  context: CommandContext,
  change: "add" | "remove",
  typed: string | undefined,
  json: boolean,
): Promise<number> {
  if (typed === undefined) throw invalid(`Name the folder or the GGUF file to ${change}; see --help.`);
  const { dataFolder, settings } = await openPlace(context);
  // An app that is running has the settings in its memory and would write over ours.
  const unlock = lockDataFolder(dataFolder);
  try {
    const known = settings.current();
    const path = isAbsolute(typed) || typed.startsWith("~") ? typed : resolve(context.workingFolder, typed);
    const { folders, files } =
      change === "add" ? joinPlaces(known, await readPlaces([path])) : without(known, resolve(path));
    await settings.update({ folders, files });
    await context.terminal.write(
      json ? `${JSON.stringify({ folders, files })}\n` : `Folders: ${list(folders)}\nFiles: ${list(files)}\n`,
    );
    return 0;
  } finally {
    unlock();
  }
}

/** Throws `invalid-input` where it is not among them. */
function without({ folders, files }: ModelPlaces, path: string): ModelPlaces {
  const others = (places: readonly string[]): string[] => places.filter((place) => resolve(place) !== path);
  const left = { folders: others(folders), files: others(files) };
  if (left.folders.length + left.files.length === folders.length + files.length) {
    throw invalid(`${path} is not among the added folders (${list(folders)}) and files (${list(files)}).`);
  }
  return left;
}

function list(places: readonly string[]): string {
  return places.length === 0 ? "none" : places.join(", ");
}
