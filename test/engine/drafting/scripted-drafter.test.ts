import { describe, expect, it } from "vitest";
import { createScriptedDrafter } from "../../../engine/drafting/scripted-drafter.ts";
import { expectedRates } from "../../../engine/pacing/expected-rates.ts";
import { createScriptedSequence, createScriptedVocabulary, hashedLogits } from "../fixtures/scripted-model.ts";
import { runScripted } from "../fixtures/scripted-reply.ts";

const vocabulary = createScriptedVocabulary(24);
/** Never ends by itself. */
const endless = hashedLogits(11, 24);
const logits = (prefix: readonly number[]): readonly number[] =>
  endless(prefix).map((logit, id) => (vocabulary.endsGeneration(id) ? -9 : logit));
const prompt = [1, 2, 3];
const maxTokens = 2000;

async function reply(k: number, acceptance: number, known: readonly number[] = []) {
  const target = createScriptedSequence({ logits, batchSize: 32 });
  const { summary } = await runScripted({
    target,
    draft: null,
    vocabulary,
    prompt,
    decoding: { k, maxTokens },
    createDrafter: (context, rules) =>
      createScriptedDrafter(context, rules, vocabulary, { reply: known, acceptance, seed: 5 }),
  });
  return summary;
}

describe("a drafter with a set acceptance rate", () => {
  it("leaves the reply as it is, and is right as often as it is told, never or always too", async () => {
    const plain = await reply(0, 0);
    for (const acceptance of [0, 0.3, 0.8, 1]) {
      const { tokens, acceptanceRate } = await reply(4, acceptance, plain.tokens);
      expect(tokens).toEqual(plain.tokens);
      expect(Math.abs((acceptanceRate ?? 0) - acceptance)).toBeLessThan(0.04);
    }
  });

  it("emits per round what theory says of that rate: (1 - a^(k+1)) / (1 - a)", async () => {
    const plain = await reply(0, 0);
    for (const [k, acceptance] of [
      [2, 0.5],
      [4, 0.8],
      [8, 0.9],
    ] as const) {
      const { blockEfficiency } = await reply(k, acceptance, plain.tokens);
      const theory = (1 - acceptance ** (k + 1)) / (1 - acceptance);
      expect(Math.abs((blockEfficiency ?? 0) / theory - 1)).toBeLessThan(0.06);
      // The same by the formula that auto goes by, where every pass takes a millisecond.
      const acceptances = Array.from({ length: k }, () => acceptance);
      const rates = expectedRates({ acceptances, reaches: [], draftMs: 0, verifyMs: () => 1 });
      expect(rates[k]?.tokensPerMs).toBeCloseTo(theory, 10);
    }
  });
});
