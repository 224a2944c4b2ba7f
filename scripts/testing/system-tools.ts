import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { announce } from "./announce.ts";
import { runCommand } from "./run-command.ts";

/** Something the end-to-end tests need from the operating system. */
interface SystemTool {
  readonly name: string;
  readonly isThere: () => boolean;
  /** Debian packages that bring it; the first that the release knows is taken (names ending in t64 are the newer ones). */
  readonly packages: readonly string[];
  /** The tests that are skipped without it. */
  readonly usedBy: string;
}

const programNames = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const macBrowsers = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A Chromium to drive: the one named by OUTRIDER_CHROMIUM, or one on the PATH or in its usual place; null where there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = environment.OUTRIDER_CHROMIUM;
  if (named !== undefined && named !== "") return existsSync(named) ? named : null;
  const onPath = programNames.map((name) => findProgram(name, environment));
  return [...onPath, ...macBrowsers].find((path) => path !== null && existsSync(path)) ?? null;
}

function findProgram(name: string, environment: NodeJS.ProcessEnv = process.env): string | null {
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

const libraryFolders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];

const library = (file: string, packages: readonly string[], usedBy = "the Electron tests"): SystemTool => ({
  name: file,
  isThere: () => libraryFolders.some((folder) => existsSync(join(folder, file))),
  packages,
  usedBy,
});

const KEY_RING_TEST = "the test that a key ring seals the hub's token";

/** What a Linux machine without a desktop lacks. GTK brings the X11, ATK and CUPS libraries along. */
const linuxTools: readonly SystemTool[] = [
  {
    name: "Chromium",
    isThere: () => findChromium() !== null,
    packages: ["chromium"],
    usedBy: "the browser tests",
  },
  { name: "Xvfb", isThere: () => findProgram("Xvfb") !== null, packages: ["xvfb"], usedBy: "the Electron tests" },
  library("libgtk-3.so.0", ["libgtk-3-0t64", "libgtk-3-0"]),
  library("libnss3.so", ["libnss3"]),
  library("libasound.so.2", ["libasound2t64", "libasound2"]),
  library("libgbm.so.1", ["libgbm1"]),
  {
    name: "gnome-keyring-daemon",
    isThere: () => findProgram("gnome-keyring-daemon") !== null,
    packages: ["gnome-keyring"],
    usedBy: KEY_RING_TEST,
  },
  library("libsecret-1.so.0", ["libsecret-1-0"], KEY_RING_TEST),
];

/** Installs what the end-to-end tests lack where that can be done unasked (root on Debian and its kin); says loudly what stays missing. */
export async function provideSystemTools(): Promise<void> {
  if (process.platform !== "linux") {
    if (findChromium() === null) announceMissing("Chromium", "the browser tests", "Install Chrome or Chromium");
    return;
  }
  const missing = linuxTools.filter((tool) => !tool.isThere());
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && findProgram("apt-get") !== null) await installWithApt(missing);
  for (const { name, usedBy, packages } of missing.filter((tool) => !tool.isThere())) {
    announceMissing(name, usedBy, `On Debian and Ubuntu: apt-get install ${packages.at(-1)}`);
  }
}

function announceMissing(name: string, usedBy: string, remedy: string): void {
  announce(`${name} is missing and could not be installed: ${usedBy} will be skipped. ${remedy}.`);
}

async function installWithApt(missing: readonly SystemTool[]): Promise<void> {
  process.stdout.write(`Installing ${missing.map(({ name }) => name).join(", ")} with apt-get.\n`);
  const environment = { DEBIAN_FRONTEND: "noninteractive" };
  await runCommand("apt-get", ["update", "-qq"], { environment, limitMs: 300_000 });
  for (const tool of missing) {
    const known = await firstKnownPackage(tool.packages);
    if (known === null) continue;
    await runCommand("apt-get", ["install", "-qq", "-y", "--no-install-recommends", known], {
      environment,
      output: "quiet",
      limitMs: 900_000,
    });
  }
}

async function firstKnownPackage(packages: readonly string[]): Promise<string | null> {
  for (const name of packages) {
    if ((await runCommand("apt-cache", ["show", name], { output: "quiet" })) === 0) return name;
  }
  return null;
}
