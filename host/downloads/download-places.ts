import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, OutriderError } from "../../contract/outrider-error.ts";
import { makeFolder } from "../make-folder.ts";
import { parseGgufName } from "../models/split-name.ts";
import { fileNameOf } from "./hub.ts";

/** Where a file of the repository lies until the whole download is there and in order. */
export function stagedPath(folder: string, path: string): string {
  return join(folder, "files", fileNameOf(path));
}

interface Place {
  /** What the last step makes appear: the file, or the folder with all parts. */
  readonly moved: string;
  /** The first part, within the models folder. */
  readonly inFolder: string;
}

/**
 * Where the model of that path in its repository comes to lie.
 *
 * @throws OutriderError invalid-input for names that are no plain names of GGUF files: they come from strangers
 */
export function placeOf(modelsFolder: string, path: string): Place {
  const fileName = fileNameOf(path);
  const name = parseGgufName(fileName);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name with a line break in it is what must not pass
  if (name === null || /^\.|[\\:*?"<>|\u0000-\u001f\u007f]/u.test(fileName)) {
    throw new OutriderError(
      "invalid-input",
      `${JSON.stringify(fileName)} is no name for a model. Choose another file.`,
    );
  }
  return name.parts === 1
    ? { moved: join(modelsFolder, fileName), inFolder: fileName }
    : { moved: join(modelsFolder, name.stem), inFolder: join(name.stem, fileName) };
}

/** @throws OutriderError invalid-input where something is there already */
export async function refuseOccupied(path: string): Promise<void> {
  if ((await stat(path).catch(() => null)) === null) return;
  throw new OutriderError(
    "invalid-input",
    `${fileNameOf(path)} is in the models folder already. Use that one, or move it away first.`,
  );
}

/** @throws OutriderError storage */
export function makeModelsFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (cause) {
    throw new OutriderError(
      "storage",
      `The models folder cannot be written to (${messageOf(cause)}). Mend its permissions, or name another one in OUTRIDER_MODELS.`,
      { cause },
    );
  }
}

/** Makes the new name last through a power cut; some systems cannot, and need not. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => null);
  await folder?.sync().catch(() => {});
  await folder?.close();
}
