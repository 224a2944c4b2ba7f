import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseFlags } from "../../../cli/arguments/flags.ts";
import { chatFlags } from "../../../cli/chat/flags.ts";
import { readChatOptions, readWork } from "../../../cli/chat/options.ts";
import { createTestContext } from "../test-context.ts";

const parse = (...words: string[]) => parseFlags(words, chatFlags);
const options = (...words: string[]) => readChatOptions(parse(...words));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outrider-chat-"));
  await writeFile(join(folder, "chat.json"), JSON.stringify([{ role: "user", content: "one" }]));
  await writeFile(
    join(folder, "system.json"),
    JSON.stringify([
      { role: "system", content: "s" },
      { role: "user", content: "one" },
    ]),
  );
});
afterAll(() => rm(folder, { recursive: true }));

const work = (words: string[], input?: string) =>
  readWork(
    parse(...words),
    createTestContext({ workingFolder: folder, ...(input === undefined ? {} : { input }) }).context,
  );

describe("readChatOptions", () => {
  it("has the bundled pair, k 4, 256 tokens and temperature 0 by default", () => {
    const { pair, decoding, load } = options();
    expect(pair).toEqual({ target: undefined, draft: undefined });
    expect(decoding).toMatchObject({ k: 4, maxTokens: 256, temperature: 0, seed: null, stop: [], capture: "figures" });
    expect(load).toMatchObject({ contextSize: "auto", threads: "auto", gpu: "auto" });
  });

  it("takes every flag to its setting", () => {
    const words =
      "--target a.gguf --draft off --drafter lookup --k 0 --max-draft-tokens 2 --min-draft-tokens 3 --min-draft-confidence 0.5 --max-tokens 9 --stop x --stop yy --temperature 0.8 --top-k 0 " +
      "--top-p 0.5 --min-p 0.1 --repeat-penalty 1.1 --seed 42 --capture candidates --context 512 --threads 2 --gpu off " +
      "--gpu-layers 3 --draft-gpu-layers auto --kv-type bf16 --flash-attention on";
    expect(options(...words.split(" "))).toEqual({
      pair: { target: "a.gguf", draft: "off" },
      decoding: {
        drafter: "lookup",
        k: 0,
        maxDraftTokens: 2,
        minDraftTokens: 3,
        minDraftConfidence: 0.5,
        maxTokens: 9,
        stop: ["x", "yy"],
        temperature: 0.8,
        topK: 0,
        topP: 0.5,
        minP: 0.1,
        repeatPenalty: 1.1,
        seed: 42,
        capture: "candidates",
      },
      load: {
        contextSize: 512,
        threads: 2,
        gpu: "off",
        gpuLayers: 3,
        draftGpuLayers: "auto",
        kvType: "bf16",
        flashAttention: "on",
        memoryCheck: true,
      },
    });
  });

  it("loads no draft where none will guess, unless one was named", () => {
    expect(options("--drafter", "lookup").pair.draft).toBe("off");
    expect(options("--drafter", "lookup", "--draft", "d.gguf").pair.draft).toBe("d.gguf");
    expect(options("--drafter", "lookup+model").pair.draft).toBeUndefined();
    expect(options("--drafter", "off").pair.draft).toBe("off");
  });

  it("takes --draft lookup and --draft off as short forms of both settings", () => {
    const settled = (...words: string[]) => {
      const { pair, decoding } = options(...words);
      return { draft: pair.draft, drafter: decoding.drafter };
    };
    expect(settled("--draft", "lookup")).toEqual({ draft: "lookup", drafter: "lookup" });
    expect(settled("--draft", "off")).toEqual({ draft: "off", drafter: "off" });
    expect(settled("--draft", "off", "--drafter", "lookup")).toEqual({ draft: "off", drafter: "lookup" });
  });

  it.each([
    [["--max-draft-tokens", "65"], "--max-draft-tokens must be a whole number from 0 to 64, got 65."],
    [["--draft", "off", "--drafter", "model"], "--draft off and --drafter model contradict each other; leave one out."],
    [
      ["--draft", "lookup", "--drafter", "lookup+model"],
      "--draft lookup and --drafter lookup+model contradict each other; leave one out.",
    ],
    [["--temperature", "-1"], "--temperature must be a number from 0 to 10, got -1."],
    [["--seed", "banana"], "--seed must be a whole number from 0 to 4294967295, got banana."],
    [["--stop", ""], "--stop takes texts that are not empty, at most 16 of them."],
  ])("%j: %s", (words, message) => {
    expect(() => options(...words)).toThrow(expect.objectContaining({ kind: "invalid-input", message }));
  });
});

describe("readWork", () => {
  it("takes the prompt from the command line before stdin", async () => {
    expect(await work(["--prompt", "Hello", "--system", "Be brief."], "ignored")).toEqual({
      kind: "chat",
      turns: [
        [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Hello" },
        ],
      ],
    });
  });

  it("takes stdin without its last line break", async () => {
    expect(await work(["--raw"], "Once upon\na time\n")).toEqual({ kind: "raw", text: "Once upon\na time" });
  });

  it("reads a file of messages from the folder the user is in", async () => {
    expect(await work(["--messages", "chat.json", "--system", "s"])).toEqual({
      kind: "chat",
      turns: [
        [
          { role: "system", content: "s" },
          { role: "user", content: "one" },
        ],
      ],
    });
  });

  it.each([
    [["--prompt", ""], undefined, "The prompt (--prompt) is empty; write what the model should answer."],
    [[], " \n", "The prompt (stdin) is empty; write what the model should answer."],
    [[], undefined, "There is nothing to answer: give --prompt TEXT, --messages FILE, or pipe a text in."],
    [
      ["--messages", "none.json"],
      undefined,
      "--messages none.json cannot be read: there is no such file or folder. Name a JSON file.",
    ],
    [["--messages", "chat.json", "--prompt", "x"], undefined, "--prompt and --messages exclude each other; give one."],
    [["--messages", "chat.json", "--raw"], undefined, "--raw continues one text; it cannot be used with --messages."],
    [["--raw", "--system", "s", "--prompt", "x"], undefined, "--raw has no place for --system; put it into the text."],
    [
      ["--messages", "system.json", "--system", "s"],
      undefined,
      "The file of --messages has a system message already; leave --system out.",
    ],
  ])("%j with stdin %j: %s", async (words, input, message) => {
    await expect(work(words, input)).rejects.toMatchObject({ kind: "invalid-input", message });
  });
});
