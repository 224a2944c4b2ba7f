import { open, opendir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, isAbsolute, join, resolve, sep } from "node:path";
import { OutriderError } from "../../contract/outrider-error.ts";
import { parseGgufName, partPaths } from "./split-name.ts";

/** Where the user keeps models beside the models folder: folders that are looked through, and single GGUF files. */
export interface ModelPlaces {
  readonly folders: string[];
  readonly files: string[];
}

/**
 * The places as they are to be kept: new ones are made absolute and must be there, while an old one may be on a drive that
 * is unplugged for now. Throws `invalid-input`.
 */
export async function checkModelPlaces(places: ModelPlaces, known: ModelPlaces): Promise<ModelPlaces> {
  const isNew = (path: string): boolean => !known.folders.includes(path) && !known.files.includes(path);
  const kept: ModelPlaces = {
    folders: places.folders.filter((path) => !isNew(path)),
    files: places.files.filter((path) => !isNew(path)),
  };
  return joinPlaces(kept, await readPlaces([...places.folders, ...places.files].filter(isNew)));
}

/** What is at these paths: folders and GGUF files. Throws `invalid-input` where one of them is neither. */
export async function readPlaces(paths: readonly string[]): Promise<ModelPlaces> {
  const found = await Promise.all(paths.map(readPlace));
  const of = (kind: Place["kind"]): string[] => found.filter((place) => place.kind === kind).map(({ path }) => path);
  return { folders: of("folder"), files: of("file") };
}

/** Those of both, each once. */
export function joinPlaces(some: ModelPlaces, others: ModelPlaces): ModelPlaces {
  return {
    folders: [...new Set([...some.folders, ...others.folders])],
    files: [...new Set([...some.files, ...others.files])],
  };
}

/** Whether a model's file is one of those places or lies in one. */
export function isAmong(path: string, { folders, files }: ModelPlaces): boolean {
  return files.includes(path) || folders.some((folder) => path.startsWith(join(folder, sep)));
}

interface Place {
  readonly kind: "folder" | "file";
  readonly path: string;
}

async function readPlace(text: string): Promise<Place> {
  const typed = text.trim();
  const written = typed === "~" || /^~[/\\]/.test(typed) ? join(homedir(), typed.slice(1)) : typed;
  if (!isAbsolute(written)) {
    throw new OutriderError("invalid-input", `"${typed}" is no whole path. Write it from the root on, or from ~.`);
  }
  // Without a separator at its end.
  const path = resolve(written);
  const found = await stat(path).catch(() => null);
  if (found === null)
    throw new OutriderError("invalid-input", `There is no file and no folder ${path}. Check the path.`);
  if (!(await mayRead(path, found.isDirectory()))) {
    throw new OutriderError(
      "invalid-input",
      `${path} may not be read. Give yourself the right to, or name another place.`,
    );
  }
  if (found.isDirectory()) return { kind: "folder", path };
  if (!found.isFile() || parseGgufName(basename(path)) === null) {
    throw new OutriderError(
      "invalid-input",
      `${path} is no GGUF file. Name a file that ends in .gguf, or a folder with such files.`,
    );
  }
  // A split model is known by its first part, whichever was named.
  return { kind: "file", path: partPaths(path)[0] ?? path };
}

async function mayRead(path: string, isFolder: boolean): Promise<boolean> {
  try {
    const opened = await (isFolder ? opendir(path) : open(path));
    await opened.close();
    return true;
  } catch {
    return false;
  }
}
