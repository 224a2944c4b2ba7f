import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describe as describeModel } from "../../../engine/gguf/describe.ts";
import { readHeader } from "../../../engine/gguf/read-header.ts";
import { numberKey, soundFile, textKey, withKey, withoutKey, write } from "./gguf-bytes.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outrider-gguf-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(contents: Uint8Array | typeof soundFile): Promise<string> {
  const path = join(folder, "model.gguf");
  await writeFile(path, contents instanceof Uint8Array ? contents : write(contents));
  return path;
}

describe("the bundled pair", () => {
  test("target", async () => {
    const header = await readHeader("native-models/smollm2-135m-instruct-q4_1.gguf");
    expect(describeModel(header)).toEqual({
      name: "Smollm2 135M 8k Lc100K Mix1 Ep2",
      architecture: "llama",
      quantization: "Q4_1",
      parameters: 134_515_008,
      layers: 30,
      trainedContext: 8192,
      tokenizer: "gpt2",
      vocabularySize: 49_152,
      hasChatTemplate: true,
      tuning: "instruct",
      license: "apache-2.0",
      fileBytes: 98_362_432,
    });
    expect([0, 1, 2].map((id) => header.tokens.at(id))).toEqual(["<|endoftext|>", "<|im_start|>", "<|im_end|>"]);
    expect(header.chatTemplate).toContain("<|im_start|>");
  });

  test("draft", async () => {
    const header = await readHeader("native-models/smollm2-135m-instruct-draft-4l-q8_0.gguf");
    expect(describeModel(header)).toMatchObject({ quantization: "Q8_0", parameters: 42_472_512, layers: 4 });
  });
});

describe("a file that is refused", () => {
  test("is not there", async () => {
    const path = join(folder, "nothing.gguf");
    await expect(readHeader(path)).rejects.toMatchObject({
      kind: "not-found",
      message: `There is no model file at ${path}. Check the path, or choose another model.`,
    });
  });

  test("is a folder", async () => {
    await expect(readHeader(folder)).rejects.toMatchObject({
      kind: "model-unreadable",
      message: expect.stringContaining("is not a file"),
    });
  });

  test("is a text file with a model's name", async () => {
    await expect(readHeader(await fileOf(new TextEncoder().encode("just text")))).rejects.toMatchObject({
      kind: "model-unreadable",
      message: expect.stringMatching(/^model\.gguf is not a GGUF file: /),
    });
  });

  test("is cut short", async () => {
    const path = await fileOf(soundFile);
    await truncate(path, write(soundFile).length - 10);
    await expect(readHeader(path)).rejects.toThrow("is cut short");
  });
});

describe("a sound file that is no language model", () => {
  test.each([
    [
      "an adapter",
      withKey(soundFile, textKey("general.type", "adapter")),
      "holds an adapter (LoRA), not a language model. Choose the model it belongs to.",
    ],
    [
      "the eyes of a model",
      withKey(soundFile, textKey("general.architecture", "clip")),
      "holds the image part of a model",
    ],
    [
      "a later part",
      [numberKey("split.no", 1), numberKey("split.count", 3)].reduce(withKey, soundFile),
      "is part 2 of a model in 3 parts. Choose the first part",
    ],
    ["without vocabulary", withoutKey(soundFile, "tokenizer.ggml.tokens"), "has no vocabulary"],
    ["without weights", { ...soundFile, tensors: [] }, "has no weights"],
    ["without architecture", withoutKey(soundFile, "general.architecture"), "does not say what it holds"],
    ["without layers", withoutKey(soundFile, "llama.block_count"), "does not say what it holds"],
    [
      "with an odd context length",
      withKey(soundFile, textKey("llama.context_length", "long")),
      "does not say what it holds",
    ],
    [
      "with the name of a JavaScript property",
      withKey(soundFile, textKey("general.architecture", "constructor")),
      "does not say what it holds",
    ],
  ])("%s", async (_name, contents, message) => {
    const header = await readHeader(await fileOf(contents));
    expect(() => describeModel(header)).toThrow(
      expect.objectContaining({ kind: "model-unreadable", message: expect.stringContaining(message) }),
    );
  });
});

test("what a model need not say is null", async () => {
  const bare = ["general.name", "general.file_type", "tokenizer.chat_template"].reduce(withoutKey, soundFile);
  expect(describeModel(await readHeader(await fileOf(bare)))).toMatchObject({
    name: null,
    quantization: null,
    hasChatTemplate: false,
    tuning: "base",
    license: null,
  });
});

test.each([
  ["a converter's own word", textKey("general.finetune", "Instruct"), "instruct"],
  ["a name", textKey("general.name", "Gemma 2 2b It"), "instruct"],
  ["a base model's name, although it has a template", textKey("general.name", "Qwen2.5 0.5B Base"), "base"],
])("a model is for answers or not by %s", async (_name, key, tuning) => {
  expect(describeModel(await readHeader(await fileOf(withKey(soundFile, key))))).toMatchObject({ tuning });
});

test("the first part of a model in parts is one", async () => {
  const first = [numberKey("split.no", 0), numberKey("split.count", 3)].reduce(withKey, soundFile);
  expect(describeModel(await readHeader(await fileOf(first)))).toMatchObject({ name: "Tiny" });
});
