import { isUtf8 } from "node:buffer";
import {
  type ControlledEvaluateIndexOutput,
  type ControlledEvaluateInputItem,
  getLlama,
  type Llama,
  type LlamaContextSequence,
  type LlamaModel,
  type Token,
} from "node-llama-cpp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readHeader } from "../../../engine/gguf/read-header.ts";
import { createLlamaSequence } from "../../../engine/runtime/llama-sequence.ts";
import type { TokenLogit } from "../../../engine/sampling/logits.ts";
import { type WarpSettings, warp } from "../../../engine/sampling/warp.ts";
import { standaloneText } from "../../../engine/text/character-assembler.ts";
import { vocabularyTextToBytes } from "../../../engine/text/token-bytes.ts";

type GenerateNext = NonNullable<Exclude<ControlledEvaluateInputItem, Token>[1]["generateNext"]>;

/** Ends open, so that many tokens may follow; repeats itself, so that the penalty has something to do. */
const PROMPT = "The cat sat on the mat and the dog sat on the";

const TARGET = "native-models/smollm2-135m-instruct-q4_1.gguf";

let llama: Llama;
let model: LlamaModel;
let sequence: LlamaContextSequence;
let prompt: Token[];
/** What the model says after the prompt, for its whole vocabulary. */
let logits: TokenLogit[];

beforeAll(async () => {
  llama = await getLlama({ gpu: false, build: "never", maxThreads: 0 });
  model = await llama.loadModel({ modelPath: TARGET });
  prompt = model.tokenize(PROMPT);
  const context = await model.createContext({ contextSize: 256, sequences: 1, threads: 1 });
  sequence = context.getSequence();
  await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1));
  const raw = await afterPrompt({ logits: true, options: { temperature: 0 } });
  logits = [...(raw.logits ?? [])].map(([id, logit]) => ({ id: Number(id), logit }));
});
afterAll(() => llama.dispose());

/** Evaluates the last token of the prompt and takes it back out of the cache. */
async function afterPrompt(generateNext: GenerateNext): Promise<ControlledEvaluateIndexOutput["next"]> {
  const start = prompt.length - 1;
  const outputs = await sequence.controlledEvaluate(prompt.slice(start).map((token) => [token, { generateNext }]));
  await sequence.eraseContextTokenRanges([{ start, end: start + 1 }]);
  return outputs[0]?.next ?? {};
}

async function probabilitiesOfLlama({ repeatPenalty, ...options }: WarpSettings): Promise<readonly [number, number][]> {
  const penalty = { punishTokens: prompt, maxPunishTokens: 64, penalty: repeatPenalty };
  const { probabilities } = await afterPrompt({
    probabilities: true,
    options: { ...options, seed: 1, repeatPenalty: penalty },
  });
  return [...(probabilities ?? [])].map(([id, probability]): [number, number] => [Number(id), probability]);
}

const off: WarpSettings = { temperature: 1, topK: 0, topP: 1, minP: 0, repeatPenalty: 1 };

test.each<[string, WarpSettings]>([
  ["nothing but the temperature", { ...off, temperature: 0.7 }],
  ["top-k", { ...off, topK: 12 }],
  ["top-p", { ...off, topP: 0.9 }],
  ["min-p", { ...off, minP: 0.02 }],
  ["top-p after top-k", { ...off, topK: 20, topP: 0.8 }],
  ["min-p after top-p", { ...off, topP: 0.6, minP: 0.05 }],
  ["the repeat penalty", { ...off, repeatPenalty: 1.5 }],
  ["llama.cpp's defaults", { temperature: 0.8, topK: 40, topP: 0.95, minP: 0.05, repeatPenalty: 1 }],
  ["everything at once", { temperature: 1.7, topK: 30, topP: 0.92, minP: 0.01, repeatPenalty: 1.2 }],
])("%s: the same tokens as llama.cpp, each with its probability", async (_name, settings) => {
  const theirs = (await probabilitiesOfLlama(settings)).filter(([, probability]) => probability > 0);
  const ours = warp(logits, settings, prompt.map(Number));
  expect(theirs.length).toBeGreaterThan(1);
  expect(ours.tokens.length).toBe(theirs.length);
  const furthest = Math.max(...theirs.map(([id, probability]) => Math.abs(ours.probabilityOf(id) - probability)));
  // Where nothing is taken away, the library adds up 49,152 numbers in 32 bits, which alone costs a digit or two.
  expect(furthest).toBeLessThan(theirs.length > 1000 ? 1e-4 : 1e-6);
});

test("every token of whole characters stands for the text that llama.cpp gives it", async () => {
  const header = await readHeader(TARGET);
  const differing = [...model.iterateAllTokens()].filter((token) => {
    const bytes = vocabularyTextToBytes(header.tokens.at(token) ?? "", header.tokenizer);
    return !model.isSpecialToken(token) && isUtf8(bytes) && standaloneText(bytes) !== model.detokenize([token]);
  });
  expect(differing).toEqual([]);
});

test("a row is read as it was asked for, and none after the one that was enough", async () => {
  const ours = createLlamaSequence(sequence, 64, logits.length);
  await sequence.clearHistory();
  const [first, ...rest] = prompt.slice(0, 6).map(Number);
  const row = await ours.evaluate([first ?? 0], [{ kind: "all" }]);
  const all = row[0]?.logits ?? [];
  await ours.truncate(0);

  const asked = [all[0]?.id ?? 0, all[5]?.id ?? 0];
  const read: number[] = [];
  const rows = await ours.evaluate(
    [first ?? 0, ...rest],
    [{ kind: "best", tokens: asked }, ...rest.map(() => ({ kind: "best", tokens: [] }) as const)],
    (_row, index) => read.push(index) < 3,
  );
  expect(read).toEqual([0, 1, 2]);
  expect(rows.map((found) => found?.logits.length ?? null)).toEqual([2, 1, 1, null, null, null]);
  const drop = (all[0]?.logit ?? 0) - (all[5]?.logit ?? 0);
  expect(rows[0]?.logits.map(({ id }) => id)).toEqual(asked);
  expect(rows[0]?.logits[1]?.logit).toBeCloseTo(-drop, 1);
  expect(ours.tokens.length).toBe(6);
  await ours.truncate(0);
});
