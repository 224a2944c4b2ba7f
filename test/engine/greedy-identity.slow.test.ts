import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DrafterChoice, MAXIMUM_K } from "../../contract/decoding.ts";
import type { ReplyParts } from "../../engine/decoding/reply-job.ts";
import { Engine } from "../../engine/engine.ts";
import type { PairInMemory } from "../../engine/loading/pair-in-memory.ts";
import { adversaries } from "./fixtures/adversaries.ts";
import { exactSettings } from "./fixtures/bundled-pair.ts";
import { loadPair } from "./fixtures/load-pair.ts";
import { readReply } from "./fixtures/read-reply.ts";

const TOKENS = 420;
/** Go on for as long as one likes; the second repeats much, so that there is something to look up. */
const texts = {
  story: "Once upon a time there was a fox who lived by a river.",
  table: "name,age,city\nAnna,31,Rome\nBen,27,Oslo\nCleo,45,Paris\nDan,",
};

describe.each(Object.entries(texts))(`a greedy reply of ${TOKENS} tokens (%s)`, (title, text) => {
  const prompt = { kind: "raw" as const, text };
  let pair: PairInMemory;
  let plain: readonly number[];

  beforeAll(async () => {
    pair = await loadPair(exactSettings);
    plain = (await replyWith({}, { k: 0, drafter: "off" })).tokens;
    expect(plain).toHaveLength(TOKENS);
  });
  afterAll(() => pair.dispose());

  async function replyWith(parts: ReplyParts, settings: { k: number; drafter: DrafterChoice }) {
    const engine = new Engine(pair, parts);
    return (await readReply(engine.generate({ prompt, decoding: { ...settings, maxTokens: TOKENS } }))).summary;
  }

  it.each(["off", "model", "lookup", "lookup+model"] as const)(
    "is the plain one at every k from 1 to 16: drafter %s",
    async (drafter) => {
      // Without a drafter every k is the same reply.
      for (let k = drafter === "off" ? MAXIMUM_K : 1; k <= MAXIMUM_K; k++) {
        const { tokens, accepted, tested } = await replyWith({}, { k, drafter });
        expect(tokens, `k = ${k}`).toEqual(plain);
        if (drafter === "off") expect(tested).toBe(0);
        else expect(accepted).toBeGreaterThan(0);
      }
    },
  );

  // One text is enough for those that never look at it, and each k of theirs takes minutes.
  if (title !== "story") return;
  it.each(["wrong", "random", "oracle"] as const)(
    "is the plain one at every k from 1 to 16: drafter always %s",
    async (name) => {
      const truth = [...pair.target.vocabulary.tokenize(text, false), ...plain];
      const parts = adversaries(truth, pair.target.vocabulary.size)[name];
      for (let k = 1; k <= MAXIMUM_K; k++) {
        const { tokens, accepted, tested } = await replyWith(parts, { k, drafter: "lookup" });
        expect(tokens, `k = ${k}`).toEqual(plain);
        if (name === "wrong") expect({ accepted, tested: tested > 0 }).toEqual({ accepted: 0, tested: true });
        if (name === "oracle") expect({ tested }).toEqual({ tested: accepted });
      }
    },
  );
});
