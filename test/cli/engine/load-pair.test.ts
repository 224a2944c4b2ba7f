import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findFiles } from "../../../cli/engine/load-pair.ts";

let folder: string;
const bundled = { targetId: "small", draftId: "tiny" };
const library = {
  scan: async () => [],
  bundledPair: () => bundled,
  entries: () => [],
  path: (id: string) => `/bundled/${id}.gguf`,
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outrider-test-"));
  await writeFile(join(folder, "target.gguf"), "");
  await writeFile(join(folder, "draft.gguf"), "");
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ["lookup", null],
  ["off", null],
  ["draft.gguf", "draft.gguf"],
])("--draft %s stands for %s", async (draft, found) => {
  expect(await findFiles(library, { target: "target.gguf", draft }, folder)).toEqual({
    target: join(folder, "target.gguf"),
    draft: found === null ? null : join(folder, found),
  });
});

it("says which file is missing", async () => {
  await expect(findFiles(library, { target: "target.gguf", draft: "lokup" }, folder)).rejects.toThrow(
    /no model or file lokup/u,
  );
});
