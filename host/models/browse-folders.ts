import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { FolderListing } from "../../contract/downloads.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import { parseGgufName } from "./split-name.ts";

/** Nobody picks from a longer list. */
const MOST_ENTRIES = 500;

/** The folders and models in a folder, by name; hidden ones are left out. Null: the user's own folder. Throws `not-found`. */
export async function browseFolders(path: string | null): Promise<FolderListing> {
  const here = resolve(path ?? homedir());
  const entries = await readdir(here, { withFileTypes: true }).catch((cause: unknown) => {
    throw new OutriderError("not-found", `The folder ${here} cannot be read. Choose another one.`, { cause });
  });
  const visible = entries.filter(({ name }) => !name.startsWith("."));
  const folders: { name: string; path: string }[] = [];
  for (const entry of visible) {
    const inside = join(here, entry.name);
    // Links too: people link their models to another disk.
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(inside)));
    if (isFolder && folders.length < MOST_ENTRIES) folders.push({ name: entry.name, path: inside });
  }
  folders.sort(byName);
  const parent = dirname(here);
  return {
    path: here,
    parent: parent === here ? null : parent,
    folders,
    models: visible
      .filter(({ name }) => parseGgufName(name)?.part === 1)
      .map(({ name }) => ({ name, path: join(here, name) }))
      .sort(byName)
      .slice(0, MOST_ENTRIES),
  };
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name.localeCompare(other.name);
}

async function leadsToFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}
