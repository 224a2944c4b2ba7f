import { createHash } from "node:crypto";
import { mkdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { ModelHeader } from "../../../contract/loading.ts";
import { OutriderError } from "../../../contract/outrider-error.ts";
import { type ModelLibraryOptions, openModelLibrary } from "../../../host/models/model-library.ts";
import { resolveModel } from "../../../host/models/resolve-model.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const header: ModelHeader = {
  name: null,
  architecture: "llama",
  quantization: "Q4_1",
  parameters: 1,
  layers: 1,
  trainedContext: 2048,
  tokenizer: "gpt2",
  vocabularySize: 10,
  hasChatTemplate: true,
  tuning: "instruct",
  license: null,
  fileBytes: 1,
};

async function put(folder: string, name: string, content = name): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, content);
  return path;
}

async function putBundled(folder: string): Promise<void> {
  const files = ["target.gguf", "draft.gguf"].map((name) => ({
    name,
    title: `The ${name.split(".")[0]}`,
    bytes: name.length,
    sha256: createHash("sha256").update(name).digest("hex"),
  }));
  for (const { name } of files) await put(folder, name);
  await put(folder, "manifest.json", JSON.stringify({ pair: { target: "target.gguf", draft: "draft.gguf" }, files }));
}

async function setUp(options: Partial<ModelLibraryOptions> = {}) {
  const root = await temporaryFolder();
  const folder = join(root, "models");
  const bundledFolder = join(root, "bundled");
  await putBundled(bundledFolder);
  const inspect = vi.fn(async (path: string) => {
    if (path.includes("broken")) throw new OutriderError("model-unreadable", `${path} is no GGUF file.`);
    return { ...header, name: path.includes("named") ? "Grand Model" : null };
  });
  const open = () =>
    openModelLibrary({
      bundledFolder,
      folders: () => [folder],
      files: () => [],
      cacheFile: join(root, "cache.json"),
      version: "1",
      inspect,
      ...options,
    });
  return { root, folder, bundledFolder, inspect, open, library: await open() };
}

describe("the model library", () => {
  it("lists the bundled pair under its file names and the rest below it", async () => {
    const { library, folder } = await setUp();
    await put(folder, "publisher/model/small.gguf");
    await put(folder, "notes.txt");
    const entries = await library.refresh();
    expect(entries.map(({ id, origin }) => [id.replace(/-[0-9a-f]{8}$/, "-#"), origin])).toEqual([
      ["target", "bundled"],
      ["draft", "bundled"],
      ["small-#", "folder"],
    ]);
    expect(entries.every((entry) => entry.header !== null && entry.problem === null)).toBe(true);
    expect(library.bundledPair()).toEqual({ targetId: "target", draftId: "draft" });
  });

  it("tells files of the same name in different folders apart", async () => {
    const { library, folder } = await setUp();
    await put(folder, "one/same.gguf");
    await put(folder, "two/same.gguf");
    await put(folder, "target.gguf");
    const ids = (await library.refresh()).map(({ id }) => id);
    expect(new Set(ids).size).toBe(5);
    const paths = ids.map((id) => library.path(id));
    expect(new Set(paths).size).toBe(5);
  });

  it("shows bundled models by their titles, others by their own name, or else the file's", async () => {
    const { library, folder } = await setUp();
    await put(folder, "named.gguf");
    await put(folder, "other.gguf");
    const names = (entries: readonly { readonly name: string }[]) => entries.map(({ name }) => name);
    expect(names(await library.scan())).toEqual(["The target", "The draft", "named", "other"]);
    expect(names(await library.refresh())).toEqual(["The target", "The draft", "Grand Model", "other"]);
  });

  it("reads what a look found without another look", async () => {
    const { library, folder, inspect } = await setUp();
    await put(folder, "found.gguf");
    await library.scan();
    expect(inspect).not.toHaveBeenCalled();
    await put(folder, "later.gguf");
    expect((await library.read()).map(({ name, header }) => [name, header !== null])).toEqual([
      ["The target", true],
      ["The draft", true],
      ["found", true],
    ]);
  });

  it("counts a split model once, by its first part", async () => {
    const { library, folder } = await setUp();
    for (const part of [1, 2, 3]) await put(folder, `big-0000${part}-of-00003.gguf`, "x".repeat(10));
    const big = (await library.refresh()).at(-1);
    expect(big).toMatchObject({ fileBytes: 30, problem: null, location: join(folder, "big-00001-of-00003.gguf") });
  });

  it("lists files that were added one by one, split ones whole, and none twice", async () => {
    const files: string[] = [];
    const { library, root, folder } = await setUp({ files: () => files });
    files.push(
      await put(root, "elsewhere/big-00001-of-00002.gguf"),
      await put(root, "elsewhere/lone.gguf"),
      await put(folder, "both.gguf"),
      join(root, "unplugged.gguf"),
    );
    await put(root, "elsewhere/big-00002-of-00002.gguf");
    await put(root, "elsewhere/unasked.gguf");
    const added = (await library.refresh()).filter(({ origin }) => origin !== "bundled");
    expect(added.map(({ name, origin, problem }) => [name, origin, problem])).toEqual([
      ["big", "file", null],
      ["both", "file", null],
      ["lone", "file", null],
    ]);
    expect(library.files(added[0]?.id ?? "")).toHaveLength(2);
    files.length = 0;
    const left = (await library.refresh()).filter(({ origin }) => origin !== "bundled");
    expect(left.map(({ name, origin }) => [name, origin])).toEqual([["both", "folder"]]);
  });

  it("says which part of a split model is missing", async () => {
    const { library, folder } = await setUp();
    await put(folder, "big-00001-of-00003.gguf");
    await put(folder, "big-00003-of-00003.gguf");
    const big = (await library.refresh()).at(-1);
    expect(big?.problem?.message).toContain("part 2 is missing");
    expect(() => library.path(big?.id ?? "")).toThrow("part 2 is missing");
  });

  it("records what is wrong with a file at its entry", async () => {
    const { library, folder } = await setUp();
    await put(folder, "broken.gguf");
    const broken = (await library.refresh()).at(-1);
    expect(broken).toMatchObject({ header: null, problem: { kind: "model-unreadable" } });
  });

  it.each([
    ["missing", (path: string) => rm(path), "draft.gguf is missing"],
    ["cut short", (path: string) => truncate(path, 3), "draft.gguf is damaged: it has 3 bytes instead of 10"],
    ["changed", (path: string) => writeFile(path, "draft.ggux"), "draft.gguf is damaged: its checksum differs"],
  ])("names a bundled file that is %s", async (_, damage, message) => {
    const { library, bundledFolder } = await setUp();
    await damage(join(bundledFolder, "draft.gguf"));
    const draft = (await library.refresh()).find(({ id }) => id === "draft");
    expect(draft?.problem?.message).toContain(message);
    expect(() => library.path("draft")).toThrow("git checkout -- native-models");
  });

  it("reads each file once, over restarts too, until it changes", async () => {
    const { library, folder, inspect, open } = await setUp();
    const path = await put(folder, "one.gguf");
    await put(folder, "broken.gguf");
    await library.refresh();
    await library.refresh();
    expect(inspect).toHaveBeenCalledTimes(4);
    const reopened = await open();
    expect((await reopened.scan()).find(({ name }) => name === "one")?.header).toEqual(header);
    await reopened.refresh();
    expect(inspect).toHaveBeenCalledTimes(4);
    await writeFile(path, "something else");
    await reopened.refresh();
    expect(inspect).toHaveBeenCalledTimes(5);
  });

  it("reads a file again whose problem was not its own", async () => {
    const inspect = vi.fn(async (): Promise<ModelHeader> => {
      throw new OutriderError("engine-crashed", "gone");
    });
    const { library } = await setUp({ inspect });
    const [target] = await library.refresh();
    expect(target?.problem?.kind).toBe("engine-crashed");
    expect(library.path("target")).toContain("target.gguf");
    inspect.mockImplementation(async () => header);
    const [again] = await library.refresh();
    expect(again).toMatchObject({ problem: null, header });
  });

  it("reads a file a second time when the engine was lost in the middle of it", async () => {
    const inspect = vi.fn(async (): Promise<ModelHeader> => header);
    inspect.mockRejectedValueOnce(new OutriderError("engine-crashed", "gone"));
    const { library } = await setUp({ inspect });
    expect((await library.refresh()).map(({ problem }) => problem)).toEqual([null, null]);
  });

  it("finds a model once that is reached in two ways, and survives links in a circle", async () => {
    const { library, folder } = await setUp();
    await put(folder, "deep/one.gguf");
    await symlink(join(folder, "deep", "one.gguf"), join(folder, "link.gguf"));
    await symlink(folder, join(folder, "deep", "circle"));
    expect(await library.refresh()).toHaveLength(3);
  });

  it("tells of changes only when there are any", async () => {
    const onChange = vi.fn();
    const { library, folder } = await setUp({ onChange });
    await library.refresh();
    onChange.mockClear();
    await library.refresh();
    expect(onChange).not.toHaveBeenCalled();
    await put(folder, "new.gguf");
    await library.refresh();
    expect(onChange).toHaveBeenCalled();
  });

  it("computes checksums in the background, each once", async () => {
    const { library, folder, open } = await setUp();
    await put(folder, "one.gguf");
    for (const part of [1, 2]) await put(folder, `big-0000${part}-of-00002.gguf`);
    await library.refresh();
    await library.hash();
    const sha256 = createHash("sha256").update("one.gguf").digest("hex");
    const hashes = (entries: readonly { readonly name: string; readonly sha256: string | null }[]) =>
      entries.filter(({ name }) => name === "one" || name === "big").map((entry) => [entry.name, entry.sha256]);
    const expected = [
      ["big", null],
      ["one", sha256],
    ];
    expect(hashes(library.entries())).toEqual(expected);
    expect(hashes(await (await open()).scan())).toEqual(expected);
  });

  it("knows of a downloaded model what its publisher says", async () => {
    const { library, folder } = await setUp();
    const path = await put(folder, "one.gguf");
    const source = { repository: "a/b", revision: "1", license: "mit", sha256: { "one.gguf": "f".repeat(64) } };
    await put(folder, ".downloads/sources.json", JSON.stringify({ "one.gguf": source }));
    const one = (await library.refresh()).at(-1);
    expect(one).toMatchObject({ license: "mit" });
    expect(library.files(one?.id ?? "")).toEqual([{ path, publishedSha256: "f".repeat(64) }]);
  });

  it("works without any bundled models", async () => {
    const { library, folder } = await setUp({ bundledFolder: null });
    await put(folder, "one.gguf");
    expect(await library.refresh()).toHaveLength(1);
    expect(library.bundledPair()).toBeNull();
  });
});

describe("resolveModel", () => {
  it("takes an id or a path", async () => {
    const { library, folder, bundledFolder } = await setUp();
    const path = await put(folder, "one.gguf");
    await library.scan();
    await expect(resolveModel("target", library)).resolves.toBe(join(bundledFolder, "target.gguf"));
    await expect(resolveModel(path, library)).resolves.toBe(path);
    await expect(resolveModel("one.gguf", library, folder)).resolves.toBe(path);
  });

  it("says what there is instead", async () => {
    const { library, folder } = await setUp();
    await library.scan();
    await put(folder, "one.gguf");
    await expect(resolveModel("nothing", library)).rejects.toThrow("Known models: target, draft.");
    await expect(resolveModel(folder, library)).rejects.toThrow("is a folder");
    await expect(resolveModel("", library)).rejects.toThrow("A model's name is empty. Known models: target, draft.");
    await expect(resolveModel("/dev/null", library)).rejects.toThrow(
      "/dev/null is no ordinary file. Name a .gguf file.",
    );
  });
});
