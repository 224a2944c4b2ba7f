import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** One hash over the names and contents of these files and of everything in these folders; what is missing counts as empty. */
export async function hashInputs(root: string, inputs: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const input of [...inputs].sort()) {
    for (const file of await filesOf(root, input)) {
      hash.update(`${file}\0`);
      hash.update(await readFile(join(root, file)));
      hash.update("\0");
    }
  }
  return hash.digest("hex");
}

/** Relative to the root, in an order that does not depend on the file system. */
async function filesOf(root: string, input: string): Promise<string[]> {
  const found = await stat(join(root, input)).catch(() => null);
  if (found === null) return [];
  if (found.isFile()) return [input];
  const entries = await readdir(join(root, input), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => file.slice(root.length).replace(/^[/\\]/, "")).sort();
}
