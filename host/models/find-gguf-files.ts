import type { Dirent, Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parseGgufName, partPaths } from "./split-name.ts";

/** Deep enough for publisher/model/file, as other applications lay them out. */
const MAXIMUM_DEPTH = 5;
/** Somebody who names the root of a disk gets what is found in so many folders, rather than none for minutes. */
const MAXIMUM_FOLDERS = 5000;

/** One model on disk: a GGUF file, or the parts of a split one. */
export interface GgufModel {
  /** What the engine is given: the file, or the first part. */
  readonly path: string;
  readonly stem: string;
  /** Of all parts. */
  readonly bytes: number;
  /** The latest change of any part, milliseconds since 1970. */
  readonly modifiedMs: number;
  /** Numbers of the parts that are not there. */
  readonly missingParts: readonly number[];
}

interface FoundFile {
  readonly folder: string;
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/**
 * All models in the folders and the folders below them, each once, in the order of the folders and then by name, and after
 * them the models of single files that no folder holds. What cannot be read (a folder that is gone, a broken link) is left
 * out: it may come back.
 */
export async function findGgufModels(
  folders: readonly string[],
  singleFiles: readonly string[] = [],
): Promise<GgufModel[]> {
  const visited = new Set<string>();
  const files: FoundFile[] = [];
  for (const folder of folders) await collect(folder, MAXIMUM_DEPTH, visited, files);
  for (const path of singleFiles.flatMap(partPaths)) {
    const found = await stat(path).catch(() => null);
    if (found?.isFile()) await take(path, found, visited, files);
  }
  return groupParts(files);
}

async function collect(folder: string, depth: number, visited: Set<string>, into: FoundFile[]): Promise<void> {
  const place = await realpath(folder).catch(() => null);
  if (place === null || visited.has(place) || visited.size >= MAXIMUM_FOLDERS) return;
  visited.add(place);
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory() && depth > 0) await collect(path, depth - 1, visited, into);
    if (found?.isFile() && parseGgufName(entry.name) !== null) await take(path, found, visited, into);
  }
}

async function take(path: string, found: Stats, visited: Set<string>, into: FoundFile[]): Promise<void> {
  const target = await realpath(path);
  if (visited.has(target)) return;
  visited.add(target);
  into.push({ folder: dirname(path), name: basename(path), bytes: found.size, modifiedMs: found.mtimeMs });
}

function groupParts(files: readonly FoundFile[]): GgufModel[] {
  const groups = new Map<
    string,
    { readonly stem: string; readonly parts: number; readonly files: Map<number, FoundFile> }
  >();
  for (const file of files) {
    const name = parseGgufName(file.name);
    if (name === null) continue;
    const key = join(file.folder, `${name.stem}/${name.parts}`);
    const group = groups.get(key) ?? { stem: name.stem, parts: name.parts, files: new Map<number, FoundFile>() };
    group.files.set(name.part, file);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) => {
    const present = [...group.files.entries()].sort(([one], [other]) => one - other).map(([, file]) => file);
    const [first] = present;
    if (first === undefined) return [];
    return {
      path: join(first.folder, first.name),
      stem: group.stem,
      bytes: present.reduce((sum, { bytes }) => sum + bytes, 0),
      modifiedMs: Math.max(...present.map(({ modifiedMs }) => modifiedMs)),
      missingParts: range(group.parts).filter((part) => !group.files.has(part)),
    };
  });
}

/** 1, 2, … count */
function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
