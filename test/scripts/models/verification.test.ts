import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verifyModels } from "../../../scripts/models/verification.ts";

const weights = "GGUF and then some";
let folder = "";

const places = () => ({ folder, cacheFile: join(folder, "cache", "models.json") });
const model = () => join(folder, "tiny.gguf");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outrider-models-"));
  await writeFile(model(), weights);
  const manifest = {
    version: 1,
    pair: { target: "tiny.gguf", draft: "tiny.gguf" },
    files: [
      {
        name: "tiny.gguf",
        title: "Tiny",
        bytes: weights.length,
        sha256: createHash("sha256").update(weights).digest("hex"),
        license: "MIT",
        origin: "a test",
      },
    ],
  };
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
});
afterEach(() => rm(folder, { recursive: true }));

describe("verifyModels", () => {
  it("takes whole files, again and again", async () => {
    await verifyModels(places());
    await verifyModels(places());
  });

  it("names a missing file and how to get it back", async () => {
    await rm(model());
    await expect(verifyModels(places())).rejects.toMatchObject({
      kind: "not-found",
      message: expect.stringMatching(/tiny\.gguf is missing.*git checkout -- native-models/),
    });
  });

  it("names a file that was cut short", async () => {
    await writeFile(model(), weights.slice(0, 4));
    await expect(verifyModels(places())).rejects.toMatchObject({
      kind: "model-unreadable",
      message: expect.stringMatching(/tiny\.gguf is damaged: it has 4 bytes instead of 18/),
    });
  });

  it("says that the list itself is missing", async () => {
    await rm(join(folder, "manifest.json"));
    await expect(verifyModels(places())).rejects.toMatchObject({
      kind: "not-found",
      message: expect.stringContaining("native-models/manifest.json is missing"),
    });
  });

  it("finds a change that keeps the size, also after an earlier check", async () => {
    await verifyModels(places());
    await writeFile(model(), weights.replace("some", "none"));
    await utimes(model(), new Date(), new Date(Date.now() + 5000));
    await expect(verifyModels(places())).rejects.toMatchObject({
      kind: "model-unreadable",
      message: expect.stringMatching(/tiny\.gguf is damaged: its checksum differs/),
    });
  });

  it("does not read an untouched file again", async () => {
    const time = new Date(1_700_000_000_000);
    await utimes(model(), time, time);
    await verifyModels(places());
    // Same size, same time of change, other content: only a second reading would notice.
    await writeFile(model(), weights.replace("some", "none"));
    await utimes(model(), time, time);
    await verifyModels(places());
  });

  it("starts afresh from a cache it cannot read", async () => {
    await verifyModels(places());
    await writeFile(places().cacheFile, "not JSON");
    await verifyModels(places());
    expect(await readFile(places().cacheFile, "utf8")).toContain("tiny.gguf");
  });
});
