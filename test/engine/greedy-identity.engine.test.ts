import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Decoding } from "../../contract/decoding.ts";
import type { ReplyParts } from "../../engine/decoding/reply-job.ts";
import { Engine } from "../../engine/engine.ts";
import type { PairInMemory } from "../../engine/loading/pair-in-memory.ts";
import { adversaries } from "./fixtures/adversaries.ts";
import { exactSettings } from "./fixtures/bundled-pair.ts";
import { loadPair } from "./fixtures/load-pair.ts";
import { readReply } from "./fixtures/read-reply.ts";

const TOKENS = 60;
const text = "Once upon a time there was a fox who lived by a river.";

/** Every k, every drafter and 420 tokens are the slow suite's. */
describe("a greedy reply of the bundled pair", () => {
  let pair: PairInMemory;
  let plain: readonly number[];

  beforeAll(async () => {
    pair = await loadPair(exactSettings);
    plain = (await replyWith({ k: 0 })).tokens;
    expect(plain).toHaveLength(TOKENS);
  });
  afterAll(() => pair.dispose());

  async function replyWith(settings: Partial<Decoding>, parts: ReplyParts = {}) {
    const decoding = { maxTokens: TOKENS, ...settings };
    return (await readReply(new Engine(pair, parts).generate({ prompt: { kind: "raw", text }, decoding }))).summary;
  }

  it.each(["wrong", "random", "oracle"] as const)("is the plain one with a drafter that is always %s", async (name) => {
    const truth = [...pair.target.vocabulary.tokenize(text, false), ...plain];
    const parts = adversaries(truth, pair.target.vocabulary.size)[name];
    const { tokens, accepted, tested } = await replyWith({ k: 5 }, parts);
    expect(tokens).toEqual(plain);
    expect(tested).toBeGreaterThan(10);
    if (name === "wrong") expect(accepted).toBe(0);
    if (name === "oracle") expect(accepted).toBe(tested);
  });

  it("is the plain one under a repeat penalty, which sees the drafted tokens of its own round", async () => {
    const settings = { repeatPenalty: 1.3, maxTokens: 30 };
    const penalized = await replyWith({ ...settings, k: 0 });
    expect(penalized.tokens).not.toEqual(plain.slice(0, 30));
    const { tokens, accepted } = await replyWith({ ...settings, k: 4 });
    expect(tokens).toEqual(penalized.tokens);
    expect(accepted).toBeGreaterThan(2);
  });
});
