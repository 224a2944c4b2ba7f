import { describe, expect, it } from "vitest";
import { type Decoding, decodingSchema } from "../../../contract/decoding.ts";
import { SharedContext } from "../../../engine/context/shared-context.ts";
import { createRules } from "../../../engine/decoding/rules.ts";
import { createDrafter } from "../../../engine/drafting/create-drafter.ts";
import { createModelCalibration } from "../../../engine/drafting/model-chances.ts";
import type { RoundCosts } from "../../../engine/pacing/stop-rule.ts";
import { createRandomSource } from "../../../engine/sampling/random-source.ts";
import { createScriptedSequence, createScriptedVocabulary, type LogitFunction } from "../fixtures/scripted-model.ts";

const vocabulary = createScriptedVocabulary(8);
const signal = new AbortController().signal;
/** After each token comes the next one, the less surely the further the text has got. */
const tiring: LogitFunction = (prefix) =>
  Array.from({ length: 10 }, (_unused, id) => (id === ((prefix.at(-1) ?? 0) % 7) + 1 ? 8.5 - prefix.length : 0));

async function draft(
  settings: Partial<Decoding>,
  {
    prompt = [1, 2, 3],
    k = 6,
    logits = tiring,
    costs = null,
  }: { prompt?: number[]; k?: number; logits?: LogitFunction; costs?: RoundCosts | null } = {},
) {
  const decoding = decodingSchema.parse(settings);
  const context = new SharedContext(createScriptedSequence({ logits }), createScriptedSequence({ logits }));
  await context.begin(prompt);
  const rules = createRules(decoding, createRandomSource(1));
  const modelCalibration = createModelCalibration();
  const drafter = createDrafter({ settings: decoding, context, rules, target: vocabulary, modelCalibration });
  const allowance = { k, costs };
  const draft = await drafter?.draft({ model: allowance, lookup: allowance, signal });
  const { guesses, end, drafter: by } = draft ?? { guesses: [], end: null, drafter: null };
  return { tokens: guesses.map(({ proposal }) => proposal.token), end, by };
}

describe("a draft model", () => {
  it("guesses k tokens", async () => {
    expect(await draft({})).toEqual({ tokens: [4, 5, 6, 7, 1, 2], end: null, by: "model" });
  });

  it("stops where its best guess is less probable than asked for", async () => {
    expect(await draft({ minDraftConfidence: 0.6 })).toEqual({ tokens: [4, 5, 6], end: "confidence", by: "model" });
    expect(await draft({ minDraftConfidence: 1 })).toEqual({ tokens: [], end: "confidence", by: "model" });
  });

  it("stops at the end of generation and says so", async () => {
    const ending: LogitFunction = (prefix) => tiring(prefix).map((logit, id) => (id === 0 ? 4 : logit));
    expect(await draft({}, { logits: ending })).toEqual({ tokens: [4, 5, 0], end: "end-of-generation", by: "model" });
  });

  it("never guesses a token that its target does not have, greedily or sampled", async () => {
    const beyond: LogitFunction = (prefix) => tiring(prefix).map((logit, id) => (id >= 8 ? 20 : logit));
    expect((await draft({}, { logits: beyond })).tokens).toEqual([]);
    const { tokens } = await draft({ temperature: 1 }, { logits: beyond });
    expect(tokens).toHaveLength(6);
    expect(tokens.every((token) => token < vocabulary.size)).toBe(true);
  });

  it("does not send a greedy draft that is too short, nor begin one for which there is no room", async () => {
    const cutOffs = { minDraftConfidence: 0.6, minDraftTokens: 4 };
    expect(await draft(cutOffs)).toEqual({ tokens: [], end: "too-short", by: "model" });
    expect((await draft({ minDraftTokens: 4 }, { k: 3 })).end).toBe("too-short");
    expect((await draft({ ...cutOffs, minDraftTokens: 3 })).tokens).toHaveLength(3);
  });

  it("sends a sampled draft however short, because dropping it would favour what it says", async () => {
    const { tokens, end } = await draft({
      temperature: 1,
      topP: 1,
      minP: 0,
      minDraftConfidence: 0.7,
      minDraftTokens: 4,
    });
    expect(tokens.length).toBeGreaterThan(0);
    expect(tokens.length).toBeLessThan(4);
    expect(end).toBe("confidence");
  });
});

describe("where every guess has to pay for itself", () => {
  const costs: RoundCosts = { verifyMs: (width) => 10 + (width - 1), guessMs: 1, tokenMs: 10 };
  const source = Array.from({ length: 90 }, (_unused, index) => index + 1);
  /** The text has copied so many tokens of its beginning. */
  const copying = (matched: number): number[] => [...source, 99, ...source.slice(0, matched)];

  it("a look-up drafts up to 64 tokens, as many as pay", async () => {
    const long = await draft({ drafter: "lookup" }, { prompt: copying(20), k: 64, costs });
    expect(long.tokens.length).toBeGreaterThan(16);
    const dear = { ...costs, verifyMs: (width: number) => 10 + 3 * (width - 1) };
    const short = await draft({ drafter: "lookup" }, { prompt: copying(20), k: 64, costs: dear });
    expect(short.tokens.length).toBeLessThan(long.tokens.length);
    expect(short.end).toBe("does-not-pay");
  });

  it("a longer match drafts further", async () => {
    const lengths: number[] = [];
    for (const matched of [3, 6, 12]) {
      lengths.push((await draft({ drafter: "lookup" }, { prompt: copying(matched), k: 64, costs })).tokens.length);
    }
    expect(lengths).toEqual(lengths.toSorted((left, right) => left - right));
    expect(lengths[2]).toBeGreaterThan(lengths[0] ?? 0);
  });

  it("a draft model stops once it is too unsure, and cuts off what it drafted in vain", async () => {
    const dear = { ...costs, verifyMs: (width: number) => 10 + 4 * (width - 1) };
    const { tokens, end } = await draft({}, { costs: dear });
    expect(tokens).toEqual([4, 5, 6]);
    expect(end).toBe("does-not-pay");
    expect((await draft({}, { costs: { ...costs, guessMs: 0 } })).tokens.length).toBeGreaterThan(3);
  });
});

describe("prompt lookup", () => {
  const prompt = [1, 2, 3, 4, 5, 1, 2, 3];

  it("guesses what followed before, or says that nothing was found", async () => {
    expect(await draft({ drafter: "lookup" }, { prompt, k: 2 })).toEqual({ tokens: [4, 5], end: null, by: "lookup" });
    expect(await draft({ drafter: "lookup" })).toEqual({ tokens: [], end: "nothing-found", by: "lookup" });
  });

  it("does not send a draft that is too short, sampled or not: it says the same every time", async () => {
    for (const temperature of [0, 1]) {
      const settings = { drafter: "lookup", temperature, minDraftTokens: 3 } as const;
      expect(await draft(settings, { prompt, k: 2 })).toEqual({ tokens: [], end: "too-short", by: "lookup" });
    }
  });

  it("leaves the round to the draft model where that comes second and lookup has nothing long enough", async () => {
    expect((await draft({ drafter: "lookup+model" }, { prompt })).by).toBe("lookup");
    expect((await draft({ drafter: "lookup+model" })).by).toBe("model");
  });
});
