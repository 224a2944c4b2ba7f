/** In plain JavaScript, like scripts/bootstrap.mjs: what runs TypeScript costs more than all that `outrider` does at a start. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { hashInputs } from "./input-hash.mjs";

/** Everything that what is made depends on; the lockfile stands for the packages. */
const inputs = ["cli", "contract", "engine", "host", "package-lock.json", "tsconfig.json", "scripts/bundles"];
const UNUSED_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * The terminal's program and its engine as JavaScript, in a folder of dist/ named by the content of their sources, and made
 * there first where these are new: what runs is always what the sources say. Returns the program's file.
 * @param {string} root
 */
export async function compileOutrider(root) {
  const home = join(root, "dist", "outrider");
  const folder = join(home, hashInputs(root, inputs).slice(0, 16));
  if (existsSync(folder)) {
    const now = new Date();
    utimesSync(folder, now, now);
  } else {
    await compile(root, home, folder);
  }
  return join(folder, "cli", "main.js");
}

/**
 * In a folder of its own until it is complete: several terminals may compile at once, and one may be stopped at it.
 * @param {string} root
 * @param {string} home
 * @param {string} folder
 */
async function compile(root, home, folder) {
  const draft = join(home, `unfinished-${process.pid}`);
  mkdirSync(draft, { recursive: true });
  try {
    const { build } = await import("esbuild");
    await build({
      absWorkingDir: root,
      entryPoints: { "cli/main": "cli/main.ts", "engine/main": "engine/process/main.ts" },
      outdir: draft,
      bundle: true,
      // Commands and the native library's adapter stay files of their own, loaded when they are asked for.
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20",
      // CommonJS; the first two also find native builds beside their own files.
      external: ["node-llama-cpp", "libsql", "write-file-atomic"],
      // For OUTRIDER_LOG=debug.
      sourcemap: true,
      sourcesContent: false,
      logLevel: "silent",
    });
    renameSync(draft, folder);
  } catch (error) {
    // Another terminal was quicker, where it is there all the same.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  removeUnused(home);
}

/**
 * Older programs stay for a while: a benchmark that began before an edit still starts its engines from one.
 * @param {string} home
 */
function removeUnused(home) {
  for (const name of readdirSync(home)) {
    const used = statSync(join(home, name), { throwIfNoEntry: false });
    if (used === undefined || used.mtimeMs > Date.now() - UNUSED_MS) continue;
    rmSync(join(home, name), { recursive: true, force: true });
  }
}
