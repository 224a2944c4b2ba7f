/** `outrider models` as a user runs it: real processes, real HTTP on loopback, no weights. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { soundFile, write } from "../engine/gguf/gguf-bytes.ts";
import { REPOSITORY, startHub } from "../host/downloads/misbehaving-hub.ts";
import { temporaryFolder } from "../host/fixtures/temporary-folder.ts";
import { runOutrider } from "./run-outrider.ts";

const FILE = "tiny-f32.gguf";

let folder: string;
let environment: Record<string, string>;
beforeEach(async () => {
  folder = await temporaryFolder();
  environment = { OUTRIDER_DATA: join(folder, "data"), OUTRIDER_MODELS: join(folder, "models") };
});

const models = (...words: readonly string[]) => runOutrider(["models", ...words], { environment });
const ids = (output: string) =>
  output
    .trimEnd()
    .split("\n")
    .map((line): { id: string; origin: string } => JSON.parse(line))
    .filter(({ origin }) => origin !== "bundled")
    .map(({ id }) => id.replace(/-[0-9a-f]{8}$/u, ""));

describe("folders", () => {
  it("are added, looked through and taken out again, and nothing is copied", async () => {
    const mine = join(folder, "mine");
    await mkdir(mine);
    await writeFile(join(mine, "stranger.gguf"), write(soundFile));
    expect(await models("add", mine, "--json")).toMatchObject({
      exitCode: 0,
      output: `${JSON.stringify({ folders: [mine], files: [] })}\n`,
    });
    expect(ids((await models("list", "--json")).output)).toEqual(["stranger"]);
    expect((await models("remove", mine, "--json")).output).toBe(`${JSON.stringify({ folders: [], files: [] })}\n`);
    expect(await readdir(mine)).toEqual(["stranger.gguf"]);
    expect(await models("add", join(folder, "nowhere"))).toMatchObject({
      exitCode: 2,
      complaints: expect.stringContaining("There is no file and no folder"),
    });
  });

  it("and so are single files", async () => {
    const file = join(folder, "lone.gguf");
    await writeFile(file, write(soundFile));
    await writeFile(join(folder, "unasked.gguf"), write(soundFile));
    expect((await models("add", file, "--json")).output).toBe(`${JSON.stringify({ folders: [], files: [file] })}\n`);
    expect(ids((await models("list", "--json")).output)).toEqual(["lone"]);
    expect(await models("remove", file)).toMatchObject({ exitCode: 0, output: "Folders: none\nFiles: none\n" });
    expect(await models("remove", file)).toMatchObject({
      exitCode: 2,
      complaints: expect.stringContaining("is not among the added folders (none) and files (none)"),
    });
  });
});

describe("download", () => {
  it("goes on after kill -9 where it was, and lists the model only once it is whole and verified", async () => {
    const content = Buffer.from(write(soundFile));
    const hub = await startHub([{ path: FILE, content }]);
    environment.HF_ENDPOINT = hub.endpoint;
    hub.misdeeds.push({ kind: "hold", afterBytes: 300 });
    const child = spawn(process.execPath, ["--import", "tsx", "cli/main.ts", "models", "download", REPOSITORY], {
      env: { ...process.env, ...environment },
      stdio: "ignore",
    });
    const killed = once(child, "exit");
    await vi.waitFor(async () => expect(await sizeOfPart()).toBe(300), { timeout: 60_000, interval: 50 });
    child.kill("SIGKILL");
    await killed;
    expect(ids((await models("--json")).output)).toEqual([]);

    const { exitCode, output } = await models("download", REPOSITORY, "--json");
    expect({ exitCode, record: JSON.parse(output) }).toMatchObject({ exitCode: 0, record: { file: FILE } });
    expect(hub.requests.map(({ range }) => range)).toEqual([undefined, "bytes=300-"]);
    expect(await readFile(join(folder, "models", FILE))).toEqual(content);
    expect(ids((await models("--json")).output)).toEqual(["tiny-f32"]);

    const verified = await models("verify", "--json");
    const verdicts = verified.output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).verdict);
    expect({ exitCode: verified.exitCode, verdicts }).toEqual({ exitCode: 0, verdicts: ["sound", "sound", "sound"] });
    await writeFile(join(folder, "models", FILE), Buffer.concat([content, Buffer.from("!")]));
    expect(await models("verify")).toMatchObject({ exitCode: 1, output: expect.stringContaining("differs") });
  });

  async function sizeOfPart(): Promise<number | null> {
    const root = join(folder, "models", ".downloads");
    const [id = ""] = await readdir(root).catch(() => []);
    return (await stat(join(root, id, "files", FILE)).catch(() => null))?.size ?? null;
  }

  it("leaves nothing behind where the checksum is wrong", async () => {
    const hub = await startHub([{ path: FILE, content: Buffer.from(write(soundFile)), sha256: "0".repeat(64) }]);
    environment.HF_ENDPOINT = hub.endpoint;
    expect(await models("download", `${REPOSITORY}/${FILE}`)).toMatchObject({
      exitCode: 2,
      output: "",
      complaints: expect.stringContaining("does not have the checksum its publisher gives"),
    });
    expect(await readdir(join(folder, "models", ".downloads"))).toEqual([]);
  });
});
