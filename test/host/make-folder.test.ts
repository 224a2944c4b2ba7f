import { spawnSync } from "node:child_process";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../host/make-folder.ts";
import { temporaryFolder } from "./fixtures/temporary-folder.ts";

describe("makeFolder", () => {
  it("makes the folders above it too, and leaves what is there as it is", async () => {
    const folder = join(await temporaryFolder(), "one", "two");
    makeFolder(folder);
    await writeFile(join(folder, "file"), "kept");
    makeFolder(folder);
    expect((await stat(join(folder, "file"))).size).toBe(4);
  });

  it("says what stands in its way", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "no folder");
    expect(() => makeFolder(file)).toThrow(expect.objectContaining({ code: "EEXIST" }));
    expect(() => makeFolder(join(file, "one", "two"))).toThrow(expect.objectContaining({ code: "ENOTDIR" }));
  });

  // In a process of its own, which can be ended: Node's own would keep this one for ever.
  it.runIf(process.platform === "linux")("gives up in a file system that takes no folders", () => {
    const source = JSON.stringify(new URL("../../host/make-folder.ts", import.meta.url).href);
    const script = `const { makeFolder } = await import(${source});
      try { makeFolder("/proc/outrider/data"); } catch (error) { process.stdout.write(error.code); }`;
    const words = ["--import", "tsx", "--input-type=module", "-e", script];
    const { stdout } = spawnSync(process.execPath, words, { encoding: "utf8", timeout: 20_000, killSignal: "SIGKILL" });
    expect(stdout).toBe("ENOENT");
  });
});
