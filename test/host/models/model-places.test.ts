import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { browseFolders } from "../../../host/models/browse-folders.ts";
import { checkModelPlaces, isAmong, joinPlaces, readPlaces } from "../../../host/models/model-places.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

async function setUp() {
  const root = await temporaryFolder();
  const folder = join(root, "folder");
  await mkdir(folder);
  const put = async (name: string): Promise<string> => {
    await writeFile(join(root, name), name);
    return join(root, name);
  };
  return { root, folder, put };
}

/** The administrator may read everything. */
async function asNobodySpecial<Value>(work: () => Promise<Value>): Promise<Value> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe("the places of models", () => {
  it("are folders and GGUF files, told apart by what is there", async () => {
    const { folder, put } = await setUp();
    const file = await put("one.gguf");
    expect(await readPlaces([`${folder}/`, file, "~"])).toEqual({ folders: [folder, homedir()], files: [file] });
  });

  it("name a split model by its first part, whichever part was named", async () => {
    const { root, put } = await setUp();
    const [first, second] = [await put("big-00001-of-00002.gguf"), await put("big-00002-of-00002.gguf")];
    expect((await readPlaces([second])).files).toEqual([first]);
    expect((await browseFolders(root)).models).toEqual([{ name: "big-00001-of-00002.gguf", path: first }]);
  });

  it("are refused with a reason where they are neither, all of them together", async () => {
    const { folder, root, put } = await setUp();
    const notes = await put("notes.txt");
    await expect(readPlaces([folder, notes])).rejects.toThrow(`${notes} is no GGUF file`);
    await expect(readPlaces([join(root, "gone")])).rejects.toThrow(
      /^There is no file and no folder .*gone\. Check the path\.$/,
    );
    for (const text of ["models", ""]) await expect(readPlaces([text])).rejects.toThrow("is no whole path");
  });

  it.skipIf(process.seteuid === undefined)("are refused where they may not be read", async () => {
    const { root, folder } = await setUp();
    // Temporary folders are their owner's alone, and this one is to be found.
    await chmod(root, 0o755);
    await chmod(folder, 0o000);
    await expect(asNobodySpecial(() => readPlaces([folder]))).rejects.toThrow(`${folder} may not be read.`);
  });

  it("stay while they are away, but are not taken in then", async () => {
    const { folder, put } = await setUp();
    const places = { folders: [folder], files: [await put("one.gguf")] };
    for (const path of [folder, ...places.files]) await rm(path, { recursive: true });
    expect(await checkModelPlaces(places, places)).toEqual(places);
    await expect(checkModelPlaces(places, { folders: [], files: [] })).rejects.toThrow("There is no file");
  });

  it("are kept once each, and know what lies in them", () => {
    const places = joinPlaces({ folders: ["/a"], files: ["/b/one.gguf"] }, { folders: ["/a", "/c"], files: [] });
    expect(places).toEqual({ folders: ["/a", "/c"], files: ["/b/one.gguf"] });
    const paths = ["/a/deep/x.gguf", "/ab/x.gguf", "/b/one.gguf", "/b/two.gguf"];
    expect(paths.filter((path) => isAmong(path, places))).toEqual(["/a/deep/x.gguf", "/b/one.gguf"]);
  });
});
