import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openResultsFile } from "../../../cli/bench/results-file.ts";
import { measured, sampleHeader } from "./sample-benchmark.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outrider-bench-"));
});
afterAll(() => rm(folder, { recursive: true }));

const first = measured({ arm: "off", prompt: "code/a" });
const second = measured({ arm: "model:3", prompt: "code/a" });

describe("openResultsFile", () => {
  it("knows what an earlier start has measured, under that start's header", async () => {
    const path = join(folder, "again.jsonl");
    const begun = await openResultsFile(path, sampleHeader);
    await begun.add(first);
    const again = await openResultsFile(path, {
      ...sampleHeader,
      startedAt: "2026-01-03T00:00:00.000Z",
      note: "later",
    });
    expect(again).toMatchObject({ header: sampleHeader, measured: [first] });
    await again.add(second);
    expect((await openResultsFile(path, sampleHeader)).measured).toEqual([first, second]);
  });

  it("passes over a line that was cut when the program ended, and goes on behind it", async () => {
    const path = join(folder, "cut.jsonl");
    await (await openResultsFile(path, sampleHeader)).add(first);
    await appendFile(path, JSON.stringify(second).slice(0, 50));
    const again = await openResultsFile(path, sampleHeader);
    expect(again.measured).toEqual([first]);
    await again.add(second);
    expect((await openResultsFile(path, sampleHeader)).measured).toEqual([first, second]);
  });

  it("refuses a file of another benchmark", async () => {
    const path = join(folder, "other.jsonl");
    await openResultsFile(path, sampleHeader);
    const other = { ...sampleHeader, settings: { ...sampleHeader.settings, runs: 3 } };
    await expect(openResultsFile(path, other)).rejects.toThrow(/was made with other settings; name another file/);
  });

  it("leaves a file alone that holds something else", async () => {
    const path = join(folder, "notes.txt");
    await writeFile(path, "remember the milk\n");
    await expect(openResultsFile(path, sampleHeader)).rejects.toThrow("holds something else than benchmark results");
    expect(await readFile(path, "utf8")).toBe("remember the milk\n");
  });

  it("says so where the file cannot be written", async () => {
    await expect(openResultsFile(join(folder, "nowhere", "x.jsonl"), sampleHeader)).rejects.toThrow(
      "cannot be used: there is no such file or folder. Name",
    );
  });
});
