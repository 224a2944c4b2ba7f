/** In plain JavaScript for scripts/bootstrap.mjs, which needs it before there is anything that runs TypeScript. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * One hash over the names and contents of these files and of everything in these folders; what is missing counts as
 * empty. Reads synchronously: a start has nothing else to do meanwhile, and waiting for hundreds of small files one by
 * one takes twice as long.
 * @param {string} root
 * @param {readonly string[]} inputs
 */
export function hashInputs(root, inputs) {
  const hash = createHash("sha256");
  for (const input of [...inputs].sort()) {
    for (const file of filesOf(root, input)) {
      hash.update(`${file}\0`);
      hash.update(readFileSync(join(root, file)));
      hash.update("\0");
    }
  }
  return hash.digest("hex");
}

/**
 * Relative to the root, in an order that does not depend on the file system.
 * @param {string} root
 * @param {string} input
 * @returns {string[]}
 */
function filesOf(root, input) {
  const found = statSync(join(root, input), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (found.isFile()) return [input];
  const entries = readdirSync(join(root, input), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = `${input}/${entry.name}`;
    return entry.isDirectory() ? filesOf(root, path) : entry.isFile() ? [path] : [];
  });
}
