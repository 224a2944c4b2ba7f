#!/usr/bin/env node
/**
 * The way into every command of a checkout: `node scripts/bootstrap.mjs <command> [arguments]`.
 *
 * In plain JavaScript, because a fresh clone has no TypeScript runner yet. It sees to it that the packages are there and
 * then runs the command's TypeScript in this same process: a second Node would cost a tenth of a second at every start
 * and would have to pass signals and exit codes on. The terminal's program is compiled first
 * (docs/decisions/0013-a-compiled-terminal.md).
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = join(root, "node_modules", ".outrider-install");

/** @type {Readonly<Record<string, string>>} */
const commands = {
  start: "scripts/start.ts",
  test: "scripts/test.ts",
  "test-slow": "scripts/test-slow.ts",
  build: "scripts/build.ts",
  package: "scripts/package.ts",
  "verify-models": "scripts/verify-models.ts",
  screenshots: "scripts/screenshots.ts",
  "benchmark-tables": "scripts/benchmark-tables.ts",
  "bench-window": "bench/window.ts",
  outrider: "cli/main.ts",
};

/** The oldest Node that node-llama-cpp, vite 8 and Outrider all run on. */
const oldestNode = [20, 19];

/**
 * Whether a Node of this version, such as `v20.19.0`, can run Outrider.
 * @param {string} version
 */
export function nodeIsRecentEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/**
 * @typedef {{ readonly version?: string, readonly optional?: boolean }} LockedPackage
 * @typedef {{ readonly packages?: Readonly<Record<string, LockedPackage>> }} Lockfile
 */

/**
 * Whether what npm says it installed (node_modules/.package-lock.json) is what package-lock.json asks for. Optional
 * packages may be missing: they are the native builds for other platforms.
 * @param {Lockfile} wanted
 * @param {Lockfile} installed
 */
export function installationMatches(wanted, installed) {
  const installedPackages = installed.packages ?? {};
  return Object.entries(wanted.packages ?? {}).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const found = installedPackages[path];
    return found === undefined ? optional === true : found.version === version;
  });
}

/** @param {string} file */
function readLockfile(file) {
  /** @type {Lockfile} */
  const lockfile = JSON.parse(readFileSync(file, "utf8"));
  return lockfile;
}

/** @param {string} lockfile */
function packagesAreThere(lockfile) {
  const installedLockfile = join(root, "node_modules", ".package-lock.json");
  return existsSync(installedLockfile) && installationMatches(readLockfile(lockfile), readLockfile(installedLockfile));
}

/**
 * Runs `npm ci` where node_modules is missing or belongs to another lockfile. The stamp makes the usual case one small
 * hash; the comparison behind it keeps an installation that somebody made by hand.
 *
 * No install script is run: esbuild, rolldown, biome, libsql and node-llama-cpp bring their binaries as npm packages,
 * Electron fetches its own on first use (scripts/start.ts), and a script would only reach for the network or a
 * compiler.
 */
function installPackages() {
  const lockfile = join(root, "package-lock.json");
  const wanted = createHash("sha256").update(readFileSync(lockfile)).digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return;
  if (!packagesAreThere(lockfile)) {
    process.stderr.write("Installing packages (npm ci); this takes a minute or two.\n");
    runNpm(["ci", "--ignore-scripts", "--no-fund", "--no-audit"]);
  }
  writeFileSync(stampFile, wanted);
}

/**
 * npm's own output goes to stderr: what a command prints on stdout may be read by a program.
 * @param {readonly string[]} parameters
 */
function runNpm(parameters) {
  const npmScript = process.env.npm_execpath;
  const [command, ...before] = npmScript?.endsWith("js") ? [process.execPath, npmScript] : ["npm"];
  const { status } = spawnSync(command, [...before, ...parameters], {
    cwd: root,
    stdio: ["ignore", process.stderr.fd, process.stderr.fd],
    // npm is a .cmd file on Windows, which only a shell starts.
    shell: process.platform === "win32" && command === "npm",
  });
  if (status !== 0) {
    stop(`npm ${parameters.join(" ")} failed. Check the network connection and npm's message above, then try again.`);
  }
}

/**
 * @param {string} sentence
 * @param {number} [exitCode]
 * @returns {never}
 */
function stop(sentence, exitCode = 1) {
  process.stderr.write(`${sentence}\n`);
  process.exit(exitCode);
}

/**
 * The terminal's program, compiled; from its sources where that is not to be had: in a checkout that may not be written
 * to, or with a fault in the sources, which they name themselves.
 * @param {string} source
 */
async function compiled(source) {
  if (process.env.OUTRIDER_LOG === "debug") process.setSourceMapsEnabled(true);
  const { compileOutrider } = await import("./bundles/compile-outrider.mjs");
  return compileOutrider(root).catch(() => interpreted(source));
}

/** @param {string} source */
async function interpreted(source) {
  const { register } = await import("tsx/esm/api");
  register();
  return source;
}

async function main() {
  if (!nodeIsRecentEnough(process.version)) {
    stop(`Outrider needs Node ${oldestNode.join(".")} or later; this is ${process.version}. Get one from nodejs.org.`);
  }
  const [, , command = "", ...parameters] = process.argv;
  const file = commands[command];
  if (file === undefined) {
    stop(`Unknown command "${command}"; there are ${Object.keys(commands).join(", ")}.`, 2);
  }
  installPackages();
  const source = join(root, file);
  const entry = await (command === "outrider" ? compiled(source) : interpreted(source));
  process.argv = [process.execPath, entry, ...parameters];
  await import(pathToFileURL(entry).href);
}

const startedFile = process.argv[1];
if (startedFile !== undefined && realpathSync(startedFile) === fileURLToPath(import.meta.url)) await main();
