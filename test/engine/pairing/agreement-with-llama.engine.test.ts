/** Our verdict, read off headers, beside that of llama.cpp's own check, which wants both models in memory. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DraftSequenceTokenPredictor, type Llama, type LlamaContextSequence } from "node-llama-cpp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readHeader } from "../../../engine/gguf/read-header.ts";
import { canDraftFor } from "../../../engine/pairing/can-draft-for.ts";
import { type TinyModel, tinyGguf } from "../fixtures/tiny-gguf.ts";
import { flagKey, numberKey } from "../gguf/gguf-bytes.ts";
import { openLibrary, openSequence } from "../runtime/witness.ts";

const BEGINNING = "tokenizer.ggml.bos_token_id";
const ADDS_BEGINNING = "tokenizer.ggml.add_bos_token";
const END = "tokenizer.ggml.eos_token_id";
const ADDS_END = "tokenizer.ggml.add_eos_token";

let folder: string;
let llama: Llama;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outrider-pairing-"));
  llama = await openLibrary();
});
afterAll(async () => {
  await llama.dispose();
  await rm(folder, { recursive: true });
});

async function put(name: string, model: Partial<TinyModel>): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, tinyGguf({ architecture: "llama", seed: 1, ...model }));
  return path;
}

async function open(path: string): Promise<LlamaContextSequence> {
  return openSequence(await llama.loadModel({ modelPath: path }), 64);
}

/** The check runs when a predictor is set on a target. */
async function libraryAccepts(target: string, draft: string): Promise<boolean> {
  const [ofTarget, ofDraft] = [await open(target), await open(draft)];
  const predictor = new DraftSequenceTokenPredictor(ofDraft);
  try {
    await predictor.reset({ targetSequence: ofTarget, stateTokens: [], evaluateOptions: {} });
    return true;
  } catch (error) {
    expect(String(error)).toMatch(/draft|speculative|vocab/iu);
    return false;
  } finally {
    predictor.dispose();
    await ofTarget.model.dispose();
    await ofDraft.model.dispose();
  }
}

const cases: readonly (readonly [string, Partial<TinyModel>, Partial<TinyModel>, boolean])[] = [
  ["two of a kind", {}, { seed: 2 }, true],
  ["another architecture, the same vocabulary", {}, { architecture: "qwen2" }, true],
  ["token 100 reads otherwise", {}, { renamed: { 100: "[unused1]" } }, false],
  ["token 4 reads otherwise", {}, { renamed: { 4: "<other>" } }, true],
  ["token 5 reads otherwise", {}, { renamed: { 5: "<other>" } }, false],
  ["128 tokens more", {}, { moreTokens: 128 }, true],
  ["129 tokens more", {}, { moreTokens: 129 }, false],
  ["128 tokens fewer", { moreTokens: 128 }, {}, true],
  ["129 tokens fewer", { moreTokens: 129 }, {}, false],
  ["only the draft adds a beginning token", {}, { keys: [flagKey(ADDS_BEGINNING, true)] }, false],
  [
    "each adds another beginning token",
    { keys: [flagKey(ADDS_BEGINNING, true), numberKey(BEGINNING, 7)] },
    { keys: [flagKey(ADDS_BEGINNING, true), numberKey(BEGINNING, 8)] },
    false,
  ],
  ["only the draft adds an end token", {}, { keys: [flagKey(ADDS_END, true)] }, false],
];

test.each(cases)("%s", async (_name, targetModel, draftModel, fits) => {
  const target = await put("target.gguf", targetModel);
  const draft = await put("draft.gguf", draftModel);
  const ours = canDraftFor(await readHeader(target), await readHeader(draft)).fits;
  expect({ ours, library: await libraryAccepts(target, draft) }).toEqual({ ours: fits, library: fits });
});

test("ids that neither adds to a text: llama.cpp's own rule lets them differ, its copy in the library does not", async () => {
  const target = await put("target.gguf", { keys: [numberKey(BEGINNING, 7), numberKey(END, 8)] });
  const draft = await put("draft.gguf", {});
  expect(canDraftFor(await readHeader(target), await readHeader(draft)).fits).toBe(true);
  expect(await libraryAccepts(target, draft)).toBe(false);
});
