import { isAbsolute, join, resolve } from "node:path";
import { checkModelFolders } from "../../host/models/model-folders.ts";
import { lockDataFolder } from "../../host/storage/data-lock.ts";
import { invalid } from "../arguments/flags.ts";
import type { CommandContext } from "../context.ts";
import { openPlace } from "./open-library.ts";

/** Adds a folder to those that are looked through for models, or takes one out. Files are never copied or deleted. */
export async function changeFolders(
  context: CommandContext,
  change: "add" | "remove",
  typed: string | undefined,
  json: boolean,
): Promise<number> {
  if (typed === undefined) throw invalid(`Name the folder to ${change}; see --help.`);
  const { dataFolder, settings } = await openPlace(context);
  // An app that is running has the settings in its memory and would write over ours.
  const unlock = lockDataFolder(dataFolder);
  try {
    const known = settings.current().folders;
    const folder = isAbsolute(typed) || typed.startsWith("~") ? typed : resolve(context.workingFolder, typed);
    const folders =
      change === "add"
        ? await checkModelFolders([...known, folder], known)
        : known.filter((other) => other !== folder && join(other, ".") !== join(folder, "."));
    if (change === "remove" && folders.length === known.length) {
      throw invalid(`${folder} is not among the folders: ${known.length === 0 ? "there are none" : known.join(", ")}.`);
    }
    await settings.update({ folders });
    await context.terminal.write(
      json ? `${JSON.stringify({ folders })}\n` : `Folders: ${folders.length === 0 ? "none" : folders.join(", ")}\n`,
    );
    return 0;
  } finally {
    unlock();
  }
}
