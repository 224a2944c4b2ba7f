import type { Llama, LlamaContextSequence } from "node-llama-cpp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SharedContext } from "../../../engine/context/shared-context.ts";
import { readHeader } from "../../../engine/gguf/read-header.ts";
import { createLlamaSequence } from "../../../engine/runtime/llama-sequence.ts";
import { createLlamaVocabulary } from "../../../engine/runtime/llama-vocabulary.ts";
import type { Sequence, TokenId, Vocabulary } from "../../../engine/runtime/runtime.ts";
import { bundledDraft, bundledTarget } from "../fixtures/bundled-pair.ts";
import { runScripted } from "../fixtures/scripted-reply.ts";
import { openLibrary, openSequence } from "./witness.ts";

const prompt = "Once upon a time there was a fox who lived by a river.";

/** A model as the engine sees it, and the library's own view of its cache. */
interface Watched {
  readonly sequence: Sequence;
  readonly vocabulary: Vocabulary;
  readonly native: LlamaContextSequence;
}

let llama: Llama;
let target: Watched;
let draft: Watched;

beforeAll(async () => {
  llama = await openLibrary();
  target = await watch(bundledTarget);
  draft = await watch(bundledDraft);
});
afterAll(() => llama.dispose());
beforeEach(async () => {
  await target.sequence.truncate(0);
  await draft.sequence.truncate(0);
});

async function watch(path: string): Promise<Watched> {
  const header = await readHeader(path);
  const model = await llama.loadModel({ modelPath: path });
  const native = await openSequence(model, 1024);
  const tokenTexts = header.tokens;
  return {
    native,
    sequence: createLlamaSequence(native, native.context.batchSize, tokenTexts.length),
    vocabulary: createLlamaVocabulary(model, { tokenTexts, tokenizer: header.tokenizer, preTokenizer: "" }),
  };
}

describe("after every round", () => {
  it.each([
    { k: 4, temperature: 0 },
    { k: 7, temperature: 1 },
    { k: 4, temperature: 0, drafter: "lookup+model" as const },
  ])("the library's caches hold prompt and reply, but for the last token: %o", async (changes) => {
    let checked = 0;
    const context = new SharedContext(target.sequence, draft.sequence);
    const promptTokens = target.vocabulary.tokenize(prompt, false);
    const { summary } = await runScripted({
      target: target.sequence,
      draft: draft.sequence,
      vocabulary: target.vocabulary,
      context,
      prompt: promptTokens,
      decoding: { maxTokens: 60, seed: 3, ...changes },
      onRound: () => {
        expect(target.native.contextTokens).toEqual(context.history.slice(0, -1));
        expect(draft.native.contextTokens).toEqual(context.history.slice(0, draft.native.contextTokens.length));
        checked += 1;
      },
    });
    expect(checked).toBeGreaterThan(10);
    expect(summary.accepted).toBeGreaterThan(0);
    expect(summary.accepted).toBeLessThan(summary.tested);
    expect(context.history).toEqual([...promptTokens, ...summary.tokens]);
    expect(draft.native.contextTokens.length).toBeGreaterThanOrEqual(context.history.length - 2);
  });
});

describe("rolling back", () => {
  it("leaves no trace in the logits", async () => {
    const text = Array.from({ length: 600 }, (_unused, index) => 200 + ((index * 7919) % 40_000));
    for (const { sequence } of [target, draft]) {
      // Beyond 512 cells ggml takes other paths than below.
      for (const depth of [40, 600]) {
        await fill(sequence, text.slice(0, depth));
        const before = await logitsOfLast(sequence);
        for (const width of [1, 4, 16]) {
          const guesses = text.slice(0, width).map((token) => token + 1);
          await fill(sequence, [...text.slice(0, depth), ...guesses]);
          await sequence.truncate(depth);
          expect(await logitsOfLast(sequence)).toEqual(before);
        }
      }
    }
  });
});

/** Caches what is not cached yet. */
async function fill(sequence: Sequence, tokens: readonly TokenId[]): Promise<void> {
  for (let start = sequence.tokens.length; start < tokens.length; start = sequence.tokens.length) {
    const part = tokens.slice(start, start + sequence.batchSize);
    await sequence.evaluate(
      part,
      part.map(() => null),
    );
  }
}

/** The row after everything that is cached. */
async function logitsOfLast(sequence: Sequence) {
  const last = sequence.tokens.slice(-1);
  await sequence.truncate(sequence.tokens.length - 1);
  const [row] = await sequence.evaluate(last, [{ kind: "all" }]);
  return row?.logits;
}
