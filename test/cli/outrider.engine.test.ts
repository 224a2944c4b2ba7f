import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkSchema } from "../../contract/verification.ts";
import { tinyGguf } from "../engine/fixtures/tiny-gguf.ts";
import { soundFile, write } from "../engine/gguf/gguf-bytes.ts";
import { readLines, runOutrider } from "./run-outrider.ts";

let folder = "";
const fileIn = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outrider-cli-"));
  await writeFile(fileIn("text.gguf"), "This is no model.\n".repeat(10));
  await writeFile(fileIn("stranger.gguf"), write(soundFile));
  await writeFile(fileIn("cut.gguf"), await beginningOf("native-models/smollm2-135m-instruct-q4_1.gguf", 3_000_000));
  await writeFile(fileIn("tiny.gguf"), tinyGguf({ architecture: "llama", seed: 1 }));
  await writeFile(fileIn("tiny-draft.gguf"), tinyGguf({ architecture: "llama", seed: 1, noise: 0.1 }));
  await writeFile(
    fileIn("chat.json"),
    JSON.stringify([
      { role: "user", content: "Name a colour." },
      { role: "user", content: "Name another one." },
    ]),
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function beginningOf(file: string, bytes: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer;
  } finally {
    await handle.close();
  }
}

/** Of a computer that does other work too, two threads lose much time waiting for each other. */
const chat = ["chat", "--threads", "1"];
const gravity = [...chat, "--prompt", "Explain gravity in simple terms."];

describe("outrider chat --json", () => {
  it("writes the rounds and then the summary, and they tell of the same reply", async () => {
    const { exitCode, output, complaints } = await runOutrider([
      ...gravity,
      "--json",
      "--max-tokens",
      "24",
      "--k",
      "3",
    ]);
    const { lines, rounds, summaries } = readLines(output);
    const [summary] = summaries;
    const emitted = rounds.flatMap((round) => round.emitted);
    expect({ exitCode, complaints, last: lines.at(-1)?.type }).toEqual({
      exitCode: 0,
      complaints: "",
      last: "summary",
    });
    expect(rounds.map(({ index }) => index)).toEqual(rounds.map((_, index) => index));
    expect(summary).toMatchObject({
      tokens: emitted.map(({ id }) => id),
      text: emitted.map(({ text }) => text).join(""),
      rounds: rounds.length,
      settings: { k: 3, maxTokens: 24, temperature: 0 },
    });
    expect(rounds.some(({ drafted }) => drafted.length === 3)).toBe(true);
  });

  it("answers every turn of a written chat, the second on the cache of the first", async () => {
    const { exitCode, output } = await runOutrider([
      ...chat,
      "--messages",
      fileIn("chat.json"),
      "--json",
      "--max-tokens",
      "8",
    ]);
    const { summaries } = readLines(output);
    const [first, second] = summaries;
    expect({ exitCode, turns: summaries.map(({ turn }) => turn) }).toEqual({ exitCode: 0, turns: [0, 1] });
    const reusable = (first?.promptTokens ?? 0) + (first?.tokens.length ?? 0) - 2;
    expect(reusable).toBeGreaterThan(0);
    expect(second?.cachedTokens.target).toBeGreaterThanOrEqual(reusable);
    expect(second?.cachedTokens.draft).toBeGreaterThanOrEqual(reusable);
  });
});

describe("outrider chat", () => {
  it("reads stdin, marks the tokens and ends with one line of figures", async () => {
    const { exitCode, output } = await runOutrider([...chat, "--max-tokens", "16"], { input: "Say hello.\n" });
    const lines = output.trimEnd().split("\n");
    expect(exitCode).toBe(0);
    expect(lines.at(-1)).toMatch(/^\d+ tokens? in .* · accepted \d+ of \d+ tested /);
    expect(lines[0]).toMatch(/[{[<]/);
  });

  it("keeps what is there when Ctrl-C comes, and sums it up", async () => {
    const words = [...gravity, "--json", "--max-tokens", "2000"];
    const { exitCode, output, complaints } = await runOutrider(words, {
      onOutput: (soFar, child) => {
        if (soFar.split("\n").length === 4) child.kill("SIGINT");
      },
    });
    const { rounds, summaries } = readLines(output);
    expect({ exitCode, complaints }).toEqual({ exitCode: 130, complaints: "" });
    expect(summaries).toEqual([
      expect.objectContaining({
        finishReason: "aborted",
        tokens: rounds.flatMap(({ emitted }) => emitted.map(({ id }) => id)),
      }),
    ]);
  });

  it("ends quietly when nobody reads its output any longer", async () => {
    const { exitCode, complaints } = await runOutrider([...gravity, "--json", "--max-tokens", "2000"], {
      onOutput: (_, child) => child.stdout?.destroy(),
    });
    expect({ exitCode, complaints }).toEqual({ exitCode: 0, complaints: "" });
  });
});

describe("bad input ends with exit code 2 and one line that says what to change", () => {
  it.each<[string, () => readonly string[], RegExp]>([
    ["an empty prompt", () => ["--prompt", " "], /^The prompt \(--prompt\) is empty/],
    ["k = 17", () => ["--prompt", "x", "--k", "17"], /^--k must be .*a whole number from 0 to 16, got 17\.$/],
    ["a text file", () => ["--prompt", "x", "--target", fileIn("text.gguf")], /text\.gguf is not a GGUF file/],
    ["a truncated file", () => ["--prompt", "x", "--target", fileIn("cut.gguf")], /cut\.gguf is cut short/],
    ["a truncated draft", () => ["--prompt", "x", "--draft", fileIn("cut.gguf")], /cut\.gguf is cut short/],
    [
      "a draft with another tokenizer",
      () => ["--prompt", "x", "--draft", fileIn("stranger.gguf")],
      /stranger\.gguf cannot draft for smollm2.*tokens/,
    ],
    ["a model that is not there", () => ["--prompt", "x", "--target", "nothing"], /^There is no model or file nothing/],
    ["a prompt longer than the context", () => ["--prompt", "word ".repeat(600), "--context", "256"], /context/],
    ["a file of messages that is not there", () => ["--messages", fileIn("none.json")], /none\.json cannot be read/],
  ])("%s", async (_, words, line) => {
    const { exitCode, output, complaints } = await runOutrider([...chat, ...words()]);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(complaints.trimEnd()).toMatch(line);
    expect(complaints.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("outrider verify", () => {
  it("checks a pair, line by line and with a result, and ends with 0", async () => {
    const { exitCode, output, complaints } = await runOutrider([
      ...["verify", "--quick", "--gpu", "off", "--threads", "1"],
      "--target",
      fileIn("tiny.gguf"),
      "--draft",
      fileIn("tiny-draft.gguf"),
      "--json",
    ]);
    const lines = output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect({ exitCode, complaints }).toEqual({ exitCode: 0, complaints: "" });
    expect(lines.at(-1)).toEqual({ type: "result", passed: true, nothingDrafted: null });
    const checks = lines.slice(0, -1).map(({ type, ...check }) => {
      expect(type).toBe("check");
      return checkSchema.parse(check);
    });
    const drafters = checks.flatMap((check) => ("drafter" in check ? [check.drafter] : []));
    expect(new Set(drafters)).toEqual(new Set(["model", "lookup", "lookup+model"]));
  });
});

describe("outrider models", () => {
  it("lists the bundled pair with the facts of its headers", async () => {
    const data = { OUTRIDER_DATA: fileIn("data"), OUTRIDER_MODELS: fileIn("models") };
    const { exitCode, output } = await runOutrider(["models", "--json"], { environment: data });
    const models = output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(exitCode).toBe(0);
    expect(models).toEqual([
      expect.objectContaining({
        origin: "bundled",
        header: expect.objectContaining({ quantization: "Q4_1", layers: 30 }),
      }),
      expect.objectContaining({ origin: "bundled", header: expect.objectContaining({ vocabularySize: 49_152 }) }),
    ]);
  });
});
