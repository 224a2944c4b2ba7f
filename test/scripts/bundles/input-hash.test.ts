import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashInputs } from "../../../scripts/bundles/input-hash.mjs";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "outrider-hash-"));
  await mkdir(join(root, "engine", "deep"), { recursive: true });
  await writeFile(join(root, "engine", "deep", "a.ts"), "a");
  await writeFile(join(root, "lock.json"), "{}");
});
afterEach(() => rm(root, { recursive: true }));

const inputs = ["engine", "lock.json"];

describe("hashInputs", () => {
  it("is the same for the same content, in whatever order the inputs are named", async () => {
    expect(hashInputs(root, inputs)).toBe(hashInputs(root, [...inputs].reverse()));
  });

  it("changes with a file's content, its name, and a new file", async () => {
    const hashes = [hashInputs(root, inputs)];
    await writeFile(join(root, "engine", "deep", "a.ts"), "b");
    hashes.push(hashInputs(root, inputs));
    await rename(join(root, "engine", "deep", "a.ts"), join(root, "engine", "deep", "b.ts"));
    hashes.push(hashInputs(root, inputs));
    await writeFile(join(root, "engine", "c.ts"), "");
    hashes.push(hashInputs(root, inputs));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("does not mind an input that is not there yet", async () => {
    const before = hashInputs(root, [...inputs, "preload"]);
    await mkdir(join(root, "preload"));
    await writeFile(join(root, "preload", "p.ts"), "p");
    expect(hashInputs(root, [...inputs, "preload"])).not.toBe(before);
  });
});
