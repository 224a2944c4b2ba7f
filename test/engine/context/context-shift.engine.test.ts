import { describe, expect, it } from "vitest";
import type { Decoding, PromptMessage } from "../../../contract/decoding.ts";
import type { LoadSettings } from "../../../contract/loading.ts";
import type { Summary } from "../../../contract/summary.ts";
import { Engine } from "../../../engine/engine.ts";
import type { PairInMemory } from "../../../engine/loading/pair-in-memory.ts";
import type { Sequence, TokenId } from "../../../engine/runtime/runtime.ts";
import { bundledDraft, bundledTarget } from "../fixtures/bundled-pair.ts";
import { readReply } from "../fixtures/read-reply.ts";
import { tinyPairs } from "../fixtures/tiny-pairs.ts";

const pairs = tinyPairs();

/** On one thread, see `exactSettings`. */
function load(target: string, draft: string | null, settings: Partial<LoadSettings>): Promise<PairInMemory> {
  return pairs.load(target, draft, { gpu: "off", threads: 1, flashAttention: "on", ...settings });
}

const questions = ["Name three colours.", "And three animals?", "Which is the biggest?", "Why?", "And the smallest?"];

/** A chat that does not fit 100 tokens, over the bundled pair. */
async function converse(settings: Partial<LoadSettings>, decoding: Partial<Decoding>): Promise<Summary[]> {
  const pair = await load(bundledTarget, decoding.k === 0 ? null : bundledDraft, { contextSize: 100, ...settings });
  const engine = new Engine(pair);
  const messages: PromptMessage[] = [{ role: "system", content: "Answer in one sentence." }];
  const summaries: Summary[] = [];
  for (const content of questions) {
    messages.push({ role: "user", content });
    const left = { messages: summaries.at(-1)?.left.messages ?? 0, contextSize: 100 };
    const { summary } = await readReply(
      engine.generate({
        prompt: { kind: "messages", messages: [...messages], left },
        decoding: { maxTokens: 24, ...decoding },
      }),
    );
    expect(summary.notes).toEqual([]);
    summaries.push(summary);
    messages.push({ role: "assistant", content: summary.text, tokens: summary.tokens });
  }
  await pairs.release(pair);
  return summaries;
}

const told = ({ tokens, left, finishReason }: Summary) => ({ tokens, left, finishReason });

describe("a chat that outgrows the context of the bundled pair", () => {
  it.each([
    { kvType: "f16", shifts: true },
    { kvType: "q8_0", shifts: true },
    // llama.cpp cannot turn these keys: the rest is evaluated again.
    { kvType: "bf16", shifts: false },
  ] as const)("goes on as plain decoding does, with $kvType in the caches", async ({ kvType, shifts }) => {
    const plain = await converse({ kvType }, { k: 0, drafter: "off" });
    const speculative = await converse({ kvType }, { k: 4, drafter: "lookup+model" });
    expect(speculative.map(told)).toEqual(plain.map(told));
    expect(speculative.reduce((sum, { accepted }) => sum + accepted, 0)).toBeGreaterThan(0);

    const shifted = plain.findIndex(({ left }) => left.shifts.length > 0);
    const summary = plain[shifted];
    expect(summary?.left.messages).toBeGreaterThan(0);
    const widths = (summary?.tokens.length ?? 0) - 1;
    // Where the keys can be turned only the new question is evaluated.
    const rows = (summary?.calls.targetRows ?? 0) - widths;
    if (shifts) expect(rows).toBeLessThan(25);
    else expect(rows).toBeGreaterThan(40);
  });
});

describe("a cache that was shifted", () => {
  const target = { architecture: "llama", seed: 1, layers: 1 } as const;

  it.each([
    { ...target, kvType: "f32", flashAttention: "off", difference: 1e-4 },
    { ...target, kvType: "f16", flashAttention: "on", difference: 0.05 },
    { ...target, architecture: "qwen2", kvType: "f32", flashAttention: "off", difference: 1e-4 },
  ] as const)("is that of a fresh start in a model of one layer: %o", async ({ difference, ...options }) => {
    const { architecture, seed, layers, ...settings } = options;
    const path = await pairs.write({ architecture, seed, layers });
    const { sequence } = (await load(path, null, { ...settings, contextSize: 128 })).target;
    const tokens = Array.from({ length: 60 }, (_unused, index) => 60 + ((index * 37) % 100));
    const kept = [...tokens.slice(0, 5), ...tokens.slice(25)];
    const fresh = await logitsAfter(sequence, kept);
    await sequence.truncate(0);
    await fill(sequence, tokens);
    const unshifted = await logitsAfter(sequence, []);
    expect(sequence.canShift).toBe(true);
    await sequence.remove(5, 25);
    expect(sequence.tokens).toEqual(kept);
    const shifted = await logitsAfter(sequence, []);
    expect(largestDifference(shifted, fresh)).toBeLessThan(difference);
    expect(largestDifference(unshifted, fresh)).toBeGreaterThan(1);
  });

  it("keeps the sliding window of a model that has one", async () => {
    const path = await pairs.write({ architecture: "gemma3", seed: 1 });
    const { sequence } = (await load(path, null, { kvType: "f16", contextSize: 256 })).target;
    const tokens = Array.from({ length: 100 }, (_unused, index) => 60 + ((index * 37) % 100));
    await fill(sequence, tokens);
    await sequence.remove(5, 45);
    const shifted = await logitsAfter(sequence, [70, 71, 72]);
    await sequence.truncate(0);
    const fresh = await logitsAfter(sequence, [...tokens.slice(0, 5), ...tokens.slice(45), 70, 71, 72]);
    // Not the same, because what stayed had seen what left; the best token of so clear a model is.
    expect(Math.max(...shifted.values())).toBeCloseTo(Math.max(...fresh.values()), 0);
    expect([...shifted.values()].every(Number.isFinite)).toBe(true);
  });

  it("is not offered where positions are no rotations, or the keys cannot be turned", async () => {
    const learned = await load(await pairs.write({ architecture: "gpt2", seed: 5 }), null, { kvType: "f16" });
    expect(learned.target.sequence.canShift).toBe(false);
    await expect(learned.target.sequence.remove(1, 2)).rejects.toThrow(/cannot be cut out/u);
    const bf16 = await load(await pairs.write({ architecture: "llama", seed: 1 }), null, { kvType: "bf16" });
    expect(bf16.target.sequence.canShift).toBe(false);
  });
});

describe("a reply that thinks", () => {
  it("leaves its thinking out of the next turn, which evaluates its question and no more", async () => {
    const pair = await load(bundledTarget, bundledDraft, { contextSize: 512 });
    const { vocabulary } = pair.target;
    const engine = new Engine(pair);
    const question = { role: "user" as const, content: "Name three colours." };
    const thought = "<think>\nThe user wants colours. I shall name three of them, and nothing else.\n</think>\n\n";
    const ask = async (messages: PromptMessage[], k: number, replyStart: readonly TokenId[] = []) =>
      (
        await readReply(
          engine.generate({ prompt: { kind: "messages", messages }, replyStart, decoding: { maxTokens: 30, k } }),
        )
      ).summary;
    // No reasoning model is small enough for this place: the thinking is given, the answer is the model's own.
    const start = vocabulary.tokenize(thought, true);
    const follow = { role: "user" as const, content: "Which of them is the darkest?" };
    const turns = async (k: number) => {
      const first = await ask([question], k, start);
      const reply = { role: "assistant" as const, content: first.text, tokens: first.tokens };
      return { first, second: await ask([question, reply, follow], k) };
    };
    const plain = await turns(0);
    const { first, second } = await turns(4);
    expect(first.segments.map(({ kind }) => kind)).toEqual(["thinking", "answer"]);
    expect(first.text.slice(first.segments[0]?.text.start, first.segments[0]?.text.end)).toMatch(/^The user.*else\.$/u);
    // The model may add a line break of its own.
    const thinking = first.segments[0]?.tokens.end ?? 0;
    expect(thinking).toBeGreaterThanOrEqual(start.length);
    const answer = first.tokens.length - thinking;
    expect(answer).toBeGreaterThan(5);
    // The prompt of the first turn and its answer are cached; neither the thinking nor a second reading of them is.
    const bare = first.promptTokens - start.length;
    expect(second.cachedTokens.target).toBeGreaterThanOrEqual(bare + answer - 1);
    expect(second.cachedTokens.draft).toBeGreaterThanOrEqual(bare + answer - 1);
    expect(second.promptTokens - second.cachedTokens.target).toBeLessThan(25);
    expect(second.tokens).toEqual(plain.second.tokens);
  });
});

describe("a context smaller than llama.cpp makes them", () => {
  it("holds what was asked for and no more", async () => {
    const pair = await load(bundledTarget, bundledDraft, { contextSize: 64 });
    expect(pair.pair.target.contextSize).toBe(64);
    expect(pair.pair.draft?.contextSize).toBe(64);
    const { summary } = await readReply(
      new Engine(pair).generate({ prompt: "Count to one hundred.", decoding: { maxTokens: 200, k: 4 } }),
    );
    expect(summary.finishReason).toBe("context-end");
    // Each cell is used, and the last token needs none.
    expect(summary.promptTokens + summary.tokens.length).toBe(64);
  });
});

async function fill(sequence: Sequence, tokens: readonly TokenId[]): Promise<void> {
  await sequence.evaluate(
    tokens,
    tokens.map(() => null),
  );
}

/** The row after the cache and these tokens, by id; the cache is left with them. */
async function logitsAfter(sequence: Sequence, tokens: readonly TokenId[]): Promise<ReadonlyMap<TokenId, number>> {
  await fill(sequence, tokens);
  const last = sequence.tokens.slice(-1);
  await sequence.truncate(sequence.tokens.length - 1);
  const [row] = await sequence.evaluate(last, [{ kind: "all" }]);
  return new Map(row?.logits.map(({ id, logit }) => [id, logit]));
}

function largestDifference(left: ReadonlyMap<TokenId, number>, right: ReadonlyMap<TokenId, number>): number {
  return Math.max(...[...left].map(([id, logit]) => Math.abs(logit - (right.get(id) ?? Number.NaN))));
}
