import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, normalize } from "node:path";
import { OutriderError } from "../../contract/outrider-error.ts";

/**
 * The list of model folders as it is to be kept: new entries are made absolute and must be there, while an old one may
 * be a drive that is unplugged for now. Throws `invalid-input`.
 */
export async function checkModelFolders(folders: readonly string[], known: readonly string[]): Promise<string[]> {
  const checked = await Promise.all(folders.map((folder) => (known.includes(folder) ? folder : checkFolder(folder))));
  return [...new Set(checked)];
}

async function checkFolder(text: string): Promise<string> {
  const folder = text.trim();
  const path = normalize(folder === "~" || /^~[/\\]/.test(folder) ? join(homedir(), folder.slice(1)) : folder);
  if (folder === "" || !isAbsolute(path)) {
    throw new OutriderError("invalid-input", `"${folder}" is no whole path. Write it from the root on, or from ~.`);
  }
  const found = await stat(path).catch(() => null);
  if (found === null) throw new OutriderError("invalid-input", `There is no folder ${path}.`);
  if (!found.isDirectory()) throw new OutriderError("invalid-input", `${path} is a file. Name the folder it lies in.`);
  return path;
}
