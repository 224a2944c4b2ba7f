import type { Llama } from "node-llama-cpp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Round } from "../../../contract/trace.ts";
import { createEngine } from "../../../engine/index.ts";
import { createRandomSource } from "../../../engine/sampling/random-source.ts";
import { bundledDraft, bundledTarget, exactSettings } from "../fixtures/bundled-pair.ts";
import { readReply } from "../fixtures/read-reply.ts";
import { createWitness, openLibrary, type Witness } from "./witness.ts";

const prompt = "Tell me a short story about a fox and a river.";

describe("the recorded rounds", () => {
  let llama: Llama;
  let target: Witness;
  let draft: Witness;

  beforeAll(async () => {
    llama = await openLibrary();
    target = await createWitness(llama, bundledTarget);
    draft = await createWitness(llama, bundledDraft);
  });
  afterAll(() => llama.dispose());

  it("are what the two models say by themselves", async () => {
    const rounds = await record({ k: 4, maxTokens: 120 });
    for (const round of pick(rounds, 20)) {
      const prefix = [...target.tokenize(prompt), ...emittedBefore(rounds, round)];
      for (const token of round.drafted) {
        const q = await probabilitiesAfter(draft, prefix);
        expect(best(q)).toBe(token.id);
        expectWithin(token.q, q.get(token.id));
        if (token.p !== null) expectWithin(token.p, (await probabilitiesAfter(target, prefix)).get(token.id));
        prefix.push(token.id);
      }
    }
  });

  it("have p and q within 1e-3 of the full softmax at both capture levels and when sampled", async () => {
    const settings = [
      { capture: "candidates", temperature: 0 },
      { capture: "candidates", temperature: 0.9 },
      { capture: "figures", temperature: 0.9, topK: 0 },
    ] as const;
    for (const setting of settings) {
      const rounds = await record({ k: 3, maxTokens: 40, seed: 5, ...setting });
      for (const round of pick(rounds, 8)) {
        const prefix = [...target.tokenize(prompt), ...emittedBefore(rounds, round)];
        for (const [index, token] of round.emitted.entries()) {
          const p = await probabilitiesAfter(target, prefix);
          expectWithin(token.p, p.get(token.id));
          const listed = round.candidates?.[index]?.target ?? [];
          for (const candidate of listed) expectWithin(candidate.probability, p.get(candidate.id));
          if (listed.length > 0) expect(listed[0]?.id).toBe(best(p));
          prefix.push(token.id);
        }
      }
    }
  });
});

async function record(decoding: object): Promise<readonly Round[]> {
  const engine = await createEngine({ target: bundledTarget, draft: bundledDraft, settings: exactSettings });
  try {
    const { rounds } = await readReply(engine.generate({ prompt: { kind: "raw", text: prompt }, decoding }));
    return rounds;
  } finally {
    await engine.dispose();
  }
}

/** Full softmax. */
async function probabilitiesAfter(model: Witness, prefix: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const logits = await model.logitsAfter(prefix);
  const largest = Math.max(...logits.values());
  const weights = [...logits].map(([id, logit]): [number, number] => [id, Math.exp(logit - largest)]);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(weights.map(([id, weight]) => [id, weight / total]));
}

function best(probabilities: ReadonlyMap<number, number>): number {
  return [...probabilities].reduce((most, entry) => (entry[1] > most[1] ? entry : most))[0];
}

function emittedBefore(rounds: readonly Round[], round: Round): number[] {
  return rounds.filter((other) => other.index < round.index).flatMap((other) => other.emitted.map((token) => token.id));
}

/** Some rounds at random, the same ones in every run. */
function pick(rounds: readonly Round[], count: number): Round[] {
  const random = createRandomSource(7);
  return rounds
    .map((round) => ({ round, order: random.next() }))
    .sort((left, right) => left.order - right.order)
    .slice(0, count)
    .map(({ round }) => round);
}

function expectWithin(recorded: number, full: number | undefined): void {
  expect(Math.abs(recorded - (full ?? Number.NaN))).toBeLessThan(1e-3);
}
