import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { benchmarkSchema } from "../../../cli/bench/benchmark.ts";
import { runOutrider } from "../run-outrider.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outrider-bench-"));
});
afterAll(() => rm(folder, { recursive: true }));

const prompt = "Explain gravity in simple terms.";
// Under these settings the arithmetic is the same at every width, so that all arms have to write the same.
const exact = ["--threads", "1", "--gpu", "off", "--kv-type", "bf16", "--flash-attention", "on", "--context", "512"];

describe("outrider bench", () => {
  it("measures Outrider's loop and the library's on the same prompt, and goes on where it was", async () => {
    const out = join(folder, "results.jsonl");
    const words = ["bench", "--prompt", prompt, "--max-tokens", "12", "--warmup", "0", "--out", out, ...exact];
    const arms = ["--arms", "model:3,library-plain,library-draft:3,library-lookup"];
    const { exitCode, output } = await runOutrider([...words, ...arms, "--json"]);
    expect(exitCode).toBe(0);
    const { header, measurements } = benchmarkSchema.parse(JSON.parse(output));
    expect(header.models).toMatchObject({
      target: { file: "smollm2-135m-instruct-q4_1.gguf", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      draft: { file: "smollm2-135m-instruct-draft-4l-q8_0.gguf" },
    });
    expect(measurements.map(({ arm }) => arm).sort()).toEqual([
      "library-draft:3",
      "library-lookup",
      "library-plain",
      "model:3",
      "off",
    ]);
    const [first] = measurements;
    for (const one of measurements) {
      expect(one.tokens).toEqual(first?.tokens);
      expect(one).toMatchObject({ promptTokens: first?.promptTokens, finishReason: first?.finishReason });
      // llama.cpp's own account is part of the wall-clock time, and not a small one.
      expect(one.nativeMs).toBeGreaterThan(0);
      expect(one.nativeMs).toBeLessThan(one.decodeMs);
    }
    const model = measurements.find(({ arm }) => arm === "model:3");
    expect(model?.figures?.passes.some(({ drafter, width }) => drafter === "model" && width === 4)).toBe(true);
    expect(measurements.find(({ arm }) => arm === "library-draft:3")?.drafted).toBeGreaterThan(0);

    const lines = (await readFile(out, "utf8")).trimEnd().split("\n");
    expect(lines).toHaveLength(1 + measurements.length);
    const again = await runOutrider([...words, ...arms, "--csv"]);
    expect(again.complaints).toContain("Going on where 5 measurements are there; 0 are left.");
    expect(again.output.trimEnd().split("\n")).toHaveLength(1 + measurements.length);
  });

  it("leaves out, and says so, what needs a draft where none is loaded", async () => {
    const words = ["bench", "--draft", "off", "--prompt", prompt, "--max-tokens", "4", "--warmup", "0"];
    const { exitCode, output, complaints } = await runOutrider([
      ...words,
      "--arms",
      "model:3,lookup:3",
      "--markdown",
      ...exact,
    ]);
    expect(exitCode).toBe(0);
    expect(complaints).toBe("Left out, because no draft is loaded: model:3.\n");
    expect(output).toContain("| lookup:3 |");
  });
});
