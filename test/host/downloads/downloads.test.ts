import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Download } from "../../../contract/downloads.ts";
import { OutriderError } from "../../../contract/outrider-error.ts";
import { type Downloads, openDownloads } from "../../../host/downloads/downloads.ts";
import { createHub } from "../../../host/downloads/hub.ts";
import { readModelSources } from "../../../host/downloads/model-sources.ts";
import { findGgufModels } from "../../../host/models/find-gguf-files.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";
import { etagOf, type HubFile, type Misdeed, REPOSITORY, startHub } from "./misbehaving-hub.ts";

const FILE = "model-q4_k_m.gguf";
/** Not the same bytes over and over: a piece in the wrong place must show. */
const content = Buffer.from(Array.from({ length: 300_000 }, (_unused, index) => (index * 7919 + (index >> 8)) & 0xff));

async function setUp(files: HubFile[] = [{ path: FILE, content }], misdeeds: readonly Misdeed[] = []) {
  const folder = await temporaryFolder();
  const server = await startHub(files);
  server.misdeeds.push(...misdeeds);
  const changes: Download[][] = [];
  const inspect = vi.fn(async (path: string) => {
    if ((await readFile(path)).subarray(0, 6).toString() === "broken") {
      throw new OutriderError("model-unreadable", "The file is no GGUF file.");
    }
  });
  const hub = createHub({ endpoint: () => server.endpoint, token: async () => "hf_secret" });
  // Long enough that a busy machine's own pauses are no stall.
  const stallMs = misdeeds.some(({ kind }) => kind === "stall") ? 2_000 : 30_000;
  const open = () =>
    openDownloads({
      modelsFolder: folder,
      hub,
      host: () => new URL(server.endpoint).host,
      inspect,
      onChange: (downloads) => void changes.push(downloads),
      limits: { stallMs, attempts: 3, pauseMs: 1 },
    });
  const downloads = await open();
  server.takenIn = (bytes) => untilBytes(downloads, bytes);
  return { folder, server, hub, downloads, open, inspect, changes };
}

async function begin(downloads: Downloads, hub: ReturnType<typeof createHub>, file = FILE) {
  const { repository, revision } = await hub.look(REPOSITORY);
  return downloads.start({ repository, revision, file });
}

/** Everything in the models folder that the library would list. */
async function listed(folder: string): Promise<string[]> {
  return (await findGgufModels([folder])).map(({ path }) => path.slice(folder.length + 1));
}

async function untilBytes(downloads: Downloads, bytes: number): Promise<void> {
  await vi.waitFor(() => expect(downloads.list()[0]?.bytes).toBeGreaterThanOrEqual(bytes), { timeout: 10_000 });
}

const resetAfter = (afterBytes: number): Misdeed => ({ kind: "reset", afterBytes });

describe("a hub that behaves", { timeout: 30_000 }, () => {
  it("says what a repository offers", async () => {
    const { hub } = await setUp([
      { path: FILE, content },
      { path: "big/model-f16-00001-of-00002.gguf", content },
      { path: "big/model-f16-00002-of-00002.gguf", content },
      { path: "torn-00001-of-00003.gguf", content },
      { path: "config.json", content },
    ]);
    expect(await hub.look(`https://huggingface.co/${REPOSITORY}/blob/main/${FILE}`)).toMatchObject({
      repository: REPOSITORY,
      license: "apache-2.0",
      named: FILE,
      models: [
        { file: FILE, bytes: 300_000, parts: 1, quantization: "Q4_K_M" },
        { file: "big/model-f16-00001-of-00002.gguf", bytes: 600_000, parts: 2, quantization: "F16" },
      ],
    });
  });

  it("gives a model that is listed only once it is complete, with its source", async () => {
    const { folder, hub, downloads, inspect } = await setUp();
    const listings: string[][] = [];
    inspect.mockImplementation(async () => void listings.push(await listed(folder)));
    const { id } = await begin(downloads, hub);
    expect(await downloads.arrival(id)).toBe(join(folder, FILE));
    expect(content.equals(await readFile(join(folder, FILE)))).toBe(true);
    expect(listings).toEqual([[]]);
    expect(await listed(folder)).toEqual([FILE]);
    expect(downloads.list()).toMatchObject([{ bytes: 300_000, totalBytes: 300_000, state: { status: "done" } }]);
    expect((await readModelSources(folder))[FILE]).toMatchObject({ repository: REPOSITORY, license: "apache-2.0" });
    expect(await readdir(join(folder, ".downloads"))).toEqual(["sources.json"]);
  });

  it("gives a split model as one, all parts in the same moment", async () => {
    const parts = [1, 2].map((part) => ({ path: `big/model-0000${part}-of-00002.gguf`, content }));
    const { folder, hub, downloads } = await setUp(parts);
    const { id } = await begin(downloads, hub, "big/model-00001-of-00002.gguf");
    await downloads.arrival(id);
    const [model] = await findGgufModels([folder]);
    expect(model).toMatchObject({ stem: "model", bytes: 600_000, missingParts: [] });
  });

  it("goes on after a pause where it was, and tells how fast it goes", async () => {
    const { folder, server, hub, downloads, changes } = await setUp(undefined, [{ kind: "hold", afterBytes: 100_000 }]);
    const { id } = await begin(downloads, hub);
    await untilBytes(downloads, 100_000);
    // Nothing more comes, and still the last bytes that came are told.
    await vi.waitFor(() => expect(changes.at(-1)?.[0]?.bytes).toBe(100_000), { timeout: 10_000 });
    expect((await downloads.pause(id)).state).toEqual({ status: "paused" });
    await expect(downloads.arrival(id)).rejects.toMatchObject({ kind: "cancelled" });
    expect(await listed(folder)).toEqual([]);
    await downloads.resume(id);
    await downloads.arrival(id);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, "bytes=100000-"]);
    expect(server.requests[1]?.ifRange).toBe(etagOf(content));
    expect(changes.flat().some(({ state }) => state.status === "running")).toBe(true);
    expect(content.equals(await readFile(join(folder, FILE)))).toBe(true);
  });

  it("forgets what is removed", async () => {
    const { folder, hub, downloads } = await setUp(undefined, [{ kind: "hold", afterBytes: 100_000 }]);
    const { id } = await begin(downloads, hub);
    await untilBytes(downloads, 100_000);
    await downloads.remove(id);
    expect(downloads.list()).toEqual([]);
    expect(await readdir(join(folder, ".downloads"))).toEqual([]);
  });

  it("is found again, paused, at the next start", async () => {
    const { server, folder, hub, downloads, open } = await setUp(undefined, [{ kind: "hold", afterBytes: 100_000 }]);
    const { id } = await begin(downloads, hub);
    await untilBytes(downloads, 100_000);
    await downloads.close();
    const later = await open();
    expect(later.list()).toMatchObject([{ id, bytes: 100_000, totalBytes: 300_000, state: { status: "paused" } }]);
    await later.resume(id);
    await later.arrival(id);
    expect(server.requests.at(-1)?.range).toBe("bytes=100000-");
    expect(content.equals(await readFile(join(folder, FILE)))).toBe(true);
  });

  it("is fetched by one Outrider at a time", async () => {
    const { hub, downloads, open } = await setUp(undefined, [{ kind: "hold", afterBytes: 1000 }]);
    const { id } = await begin(downloads, hub);
    await untilBytes(downloads, 1000);
    const second = await open();
    await second.resume(id);
    await expect(second.arrival(id)).rejects.toThrow("is being downloaded by another Outrider");
  });

  it("sends the token to the hub alone", async () => {
    const { server, hub, downloads } = await setUp();
    const { id } = await begin(downloads, hub);
    await downloads.arrival(id);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual(["Bearer hf_secret"]);
  });
});

describe("a hub that misbehaves: the file that arrives is the publisher's, or none does", { timeout: 30_000 }, () => {
  it.each<readonly [string, readonly Misdeed[], readonly (string | undefined)[]]>([
    ["a reset in mid-body is gone on from", [resetAfter(50_000)], [undefined, "bytes=50000-"]],
    [
      "200 for a range request starts anew",
      [resetAfter(50_000), { kind: "ignore-range" }],
      [undefined, "bytes=50000-"],
    ],
    [
      "another range than the one asked for is thrown away",
      [resetAfter(50_000), { kind: "wrong-range" }],
      [undefined, "bytes=50000-", undefined],
    ],
    ["a stall is given up and gone on from", [{ kind: "stall", afterBytes: 50_000 }], [undefined, "bytes=50000-"]],
    ["a busy server is asked again", [{ kind: "status", status: 503 }], [undefined, undefined]],
    [
      "a server that knows no such range is asked for all of it",
      [resetAfter(50_000), { kind: "status", status: 416 }],
      [undefined, "bytes=50000-", undefined],
    ],
  ])("%s", async (_name, misdeeds, ranges) => {
    const { folder, server, hub, downloads } = await setUp(undefined, misdeeds);
    const { id } = await begin(downloads, hub);
    await downloads.arrival(id);
    expect(server.requests.map(({ range }) => range)).toEqual(ranges);
    expect(content.equals(await readFile(join(folder, FILE)))).toBe(true);
  });

  it.each<readonly [string, Misdeed[]]>([
    ["a changed file comes whole", []],
    ["a rest of a changed file is not appended, even where the server offers it", [{ kind: "ignore-if-range" }]],
  ])("%s", async (_name, misdeeds) => {
    const old = Buffer.from(content).fill(1, 0, 1000);
    const changed = (): void => {
      file.content = content;
    };
    const file: HubFile = { path: FILE, content: old, sha256: sha256Of(content) };
    const { folder, server, hub, downloads } = await setUp(
      [file],
      [{ kind: "reset", afterBytes: 50_000, meanwhile: changed }, ...misdeeds],
    );
    const { id } = await begin(downloads, hub);
    await downloads.arrival(id);
    expect(server.requests[1]?.ifRange).toBe(etagOf(old));
    expect(content.equals(await readFile(join(folder, FILE)))).toBe(true);
  });

  it.each<readonly [string, readonly Misdeed[], RegExp]>([
    ["more bytes than listed", [{ kind: "wrong-length", by: 10 }], /sends more than the 300,000 bytes/],
    ["fewer bytes than listed", [{ kind: "wrong-length", by: -10 }], /sends less than the 300,000 bytes/],
    [
      "a redirect to http elsewhere",
      [{ kind: "redirect", to: "http://example.com/model.gguf" }],
      /sends the request on over http:\/\/ to example\.com, unencrypted/,
    ],
    [
      "a redirect to a stranger",
      [{ kind: "redirect", to: "https://example.com/model.gguf" }],
      /sends the request on to example\.com, which is no place of it/,
    ],
    ["terms that were not accepted", [{ kind: "status", status: 403 }], /does not give .* away \(403\)/],
    ["one reset after another", Array.from({ length: 9 }, () => resetAfter(0)), /broke off in the middle/],
  ])("%s: no model, and the reason", async (_name, misdeeds, reason) => {
    const { folder, hub, downloads } = await setUp(undefined, misdeeds);
    const { id } = await begin(downloads, hub);
    await expect(downloads.arrival(id)).rejects.toThrow(reason);
    expect(downloads.list()).toMatchObject([{ state: { status: "failed", error: { kind: "network" } } }]);
    expect(await listed(folder)).toEqual([]);
  });

  it("a wrong checksum leaves no model behind, nor its bytes", async () => {
    const { folder, hub, downloads } = await setUp([{ path: FILE, content, sha256: "0".repeat(64) }]);
    const { id } = await begin(downloads, hub);
    await expect(downloads.arrival(id)).rejects.toThrow("does not have the checksum its publisher gives");
    expect(downloads.list()).toMatchObject([{ bytes: 0, state: { status: "failed" } }]);
    expect(await readdir(join(folder, ".downloads"))).toEqual([]);
    expect(await listed(folder)).toEqual([]);
  });

  it("the publisher's own file may be no model: it is refused with its reason", async () => {
    const { folder, hub, downloads } = await setUp([{ path: FILE, content: Buffer.from("broken") }]);
    const { id } = await begin(downloads, hub);
    await expect(downloads.arrival(id)).rejects.toThrow("is no GGUF file");
    expect(await listed(folder)).toEqual([]);
  });

  it.skipIf(platform() !== "linux")(
    "a full disk: no model, the reason, and it goes on once there is room",
    async () => {
      const { folder, hub, downloads } = await setUp(undefined, [{ kind: "status", status: 404 }]);
      const { id } = await begin(downloads, hub);
      await expect(downloads.arrival(id)).rejects.toThrow("has no model-q4_k_m.gguf");
      const part = join(folder, ".downloads", id, "files", FILE);
      await rm(part);
      // Every write to this device ends as on a full disk.
      await symlink("/dev/full", part);
      await downloads.resume(id);
      await expect(downloads.arrival(id)).rejects.toThrow("The disk is full");
      expect(await listed(folder)).toEqual([]);
      await rm(part);
      await downloads.resume(id);
      await downloads.arrival(id);
      expect(content.equals(await readFile(join(folder, FILE)))).toBe(true);
    },
  );

  it("more than the disk has room for is not begun", async () => {
    const { folder, hub, downloads } = await setUp([{ path: FILE, content, bytes: 2 ** 52 }]);
    await expect(begin(downloads, hub)).rejects.toThrow(/needs .* more, but only .* are free/);
    expect(await listed(folder)).toEqual([]);
  });

  it("never writes over a model that is there", async () => {
    const { folder, hub, downloads } = await setUp();
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, FILE), "mine");
    await expect(begin(downloads, hub)).rejects.toThrow("is in the models folder already");
    expect(await readFile(join(folder, FILE), "utf8")).toBe("mine");
  });
});

function sha256Of(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
