import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder, and those above it that are missing. Node's own `recursive` never returns where a folder is there and
 * says of every new one in it that there is no such thing, as /proc does (Node 20).
 *
 * @param mode of each folder that is made
 * @throws the system's error
 */
export function makeFolder(path: string, mode = 0o777): void {
  if (isFolder(path)) return;
  try {
    mkdirSync(path, mode);
  } catch (error) {
    // Another process may have been first.
    if (isFolder(path)) return;
    const above = dirname(path);
    const mayBeMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!mayBeMissing || above === path || isFolder(above)) throw error;
    makeFolder(above, mode);
    makeFolder(path, mode);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
