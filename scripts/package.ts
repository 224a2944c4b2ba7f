/**
 * `npm run package -- --dir`: packs the desktop app with electron-builder. Options: `--dir` (a folder, no installer),
 * `--electron-dist DIR --electron-version V` (an unpacked Electron, in place of the one that electron-builder would
 * fetch), `--cpu-only` (without the 600 MB of CUDA and Vulkan binaries), `--output DIR`.
 */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build, type Configuration, type FileSet, Platform } from "electron-builder";
import { messageOf, OutriderError } from "../contract/outrider-error.ts";
import { buildBundles } from "./bundles/build-bundles.ts";
import { verifyModels } from "./models/verification.ts";
import { lockfileSchema, runtimePackages } from "./packaging/runtime-packages.ts";
import { projectRoot } from "./project-root.ts";
import { runScript } from "./run-script.ts";

/** What the bundles leave out; scripts/bundles/bundles.ts says why. */
const externalPackages = ["node-llama-cpp", "libsql"];

/** Not needed at run time: types, documents, and the sources for building llama.cpp, which a packed app never does. */
const leftOut = ["!**/*.{d.ts,d.mts,d.cts,map,md,tsbuildinfo}", "!llama/gitRelease.bundle"];

interface PackageOptions {
  readonly folderOnly: boolean;
  readonly cpuOnly: boolean;
  readonly output: string | null;
  readonly electron: { readonly folder: string; readonly version: string } | null;
}

function readFlags() {
  try {
    return parseArgs({
      options: {
        dir: { type: "boolean", default: false },
        "cpu-only": { type: "boolean", default: false },
        output: { type: "string" },
        "electron-dist": { type: "string" },
        "electron-version": { type: "string" },
      },
    }).values;
  } catch (error) {
    throw new OutriderError("invalid-input", messageOf(error));
  }
}

function readOptions(): PackageOptions {
  const values = readFlags();
  const { "electron-dist": folder, "electron-version": version } = values;
  if ((folder === undefined) !== (version === undefined)) {
    throw new OutriderError(
      "invalid-input",
      "--electron-dist and --electron-version belong together: give both, or neither.",
    );
  }
  if (folder !== undefined && !existsSync(join(folder, programName()))) {
    throw new OutriderError("invalid-input", `--electron-dist: there is no ${programName()} in ${folder}.`);
  }
  return {
    folderOnly: values.dir,
    cpuOnly: values["cpu-only"],
    output: values.output ?? null,
    electron: folder === undefined || version === undefined ? null : { folder, version },
  };
}

/** What electron-builder looks for in an unpacked Electron. */
function programName(): string {
  if (process.platform === "darwin") return "Electron.app";
  return process.platform === "win32" ? "electron.exe" : "electron";
}

async function configuration(options: PackageOptions): Promise<Configuration> {
  return {
    extends: "electron-builder.yml",
    ...(options.output === null ? {} : { directories: { output: options.output } }),
    ...(options.electron === null
      ? {}
      : { electronDist: options.electron.folder, electronVersion: options.electron.version }),
    ...(knowsFileProtocolFuse(options) ? { electronFuses: { grantFileProtocolExtraPrivileges: false } } : {}),
    files: await packageSets(options),
    // False: the node_modules are those of `files` above. electron-builder would take all that package.json lists, most
    // of which is inside the bundles already.
    beforeBuild: async () => false,
  };
}

/** Electron 29 brought this fuse; setting it on an older one is an error. */
function knowsFileProtocolFuse({ electron }: PackageOptions): boolean {
  return electron === null || Number.parseInt(electron.version, 10) >= 29;
}

async function packageSets({ cpuOnly }: PackageOptions): Promise<FileSet[]> {
  const lockfile = lockfileSchema.parse(
    JSON.parse(await readFile(join(projectRoot, "node_modules/.package-lock.json"), "utf8")),
  );
  const here = { os: process.platform, arch: process.arch, cpuOnly };
  return runtimePackages(lockfile, externalPackages, here).map((path) => ({
    from: path,
    to: path,
    filter: ["**/*", "!node_modules/**", ...leftOut],
  }));
}

await runScript(async () => {
  const options = readOptions();
  await verifyModels();
  await buildBundles({ onBuild: (name) => process.stdout.write(`Building ${name}.\n`) });
  // Away from the project's package.json, the engine's bundle needs its own word that it is an ES module.
  await writeFile(join(projectRoot, "dist/engine/package.json"), JSON.stringify({ type: "module" }));
  await build({
    projectDir: projectRoot,
    targets: Platform.current().createTarget(options.folderOnly ? "dir" : null),
    config: await configuration(options),
    publish: "never",
  });
});
