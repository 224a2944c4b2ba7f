import type { Llama } from "node-llama-cpp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Round } from "../../../contract/trace.ts";
import { createEngine, type Engine, type GenerateOptions } from "../../../engine/index.ts";
import { createRandomSource } from "../../../engine/sampling/random-source.ts";
import { bundledDraft, bundledTarget, exactSettings } from "../fixtures/bundled-pair.ts";
import { readReply } from "../fixtures/read-reply.ts";
import { createWitness, openLibrary, softmaxAfter, type Witness } from "./witness.ts";

const prompt = "Once upon a time there was a fox who lived by a river.";

describe("the recorded rounds", () => {
  let llama: Llama;
  let target: Witness;
  let draft: Witness;
  let engine: Engine;

  beforeAll(async () => {
    llama = await openLibrary();
    target = await createWitness(llama, bundledTarget);
    draft = await createWitness(llama, bundledDraft);
    engine = await createEngine({ target: bundledTarget, draft: bundledDraft, settings: exactSettings });
  });
  afterAll(async () => {
    await engine.dispose();
    await llama.dispose();
  });

  it("are what the two models say by themselves", async () => {
    const rounds = await record(engine, { k: 4, maxTokens: 60 });
    expect(rounds.length).toBeGreaterThan(20);
    for (const round of pick(rounds, 12)) {
      const prefix = [...target.tokenize(prompt), ...emittedBefore(rounds, round)];
      for (const token of round.drafted) {
        const q = await softmaxAfter(draft, prefix);
        expect(q.best).toBe(token.id);
        expectWithin(token.q, q.probabilityOf(token.id));
        if (token.p !== null) expectWithin(token.p, (await softmaxAfter(target, prefix)).probabilityOf(token.id));
        prefix.push(token.id);
      }
    }
  });

  it("have p and q within 1e-3 of the full softmax at both capture levels and when sampled", async () => {
    const settings = [
      { capture: "candidates", temperature: 0, maxTokens: 30 },
      { capture: "candidates", temperature: 0.9, maxTokens: 30 },
      // Whole vocabularies are slow to read.
      { capture: "figures", temperature: 0.9, topK: 0, maxTokens: 12 },
    ] as const;
    for (const setting of settings) {
      const rounds = await record(engine, { k: 3, seed: 5, ...setting });
      expect(rounds.length).toBeGreaterThan(4);
      for (const round of pick(rounds, 5)) {
        const prefix = [...target.tokenize(prompt), ...emittedBefore(rounds, round)];
        for (const [index, token] of round.emitted.entries()) {
          const p = await softmaxAfter(target, prefix);
          expectWithin(token.p, p.probabilityOf(token.id));
          const listed = round.candidates?.[index]?.target ?? [];
          for (const candidate of listed) expectWithin(candidate.probability, p.probabilityOf(candidate.id));
          if (listed.length > 0) expect(listed[0]?.id).toBe(p.best);
          prefix.push(token.id);
        }
      }
    }
  });
});

async function record(engine: Engine, decoding: GenerateOptions["decoding"] & {}): Promise<readonly Round[]> {
  return (await readReply(engine.generate({ prompt: { kind: "raw", text: prompt }, decoding }))).rounds;
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

function expectWithin(recorded: number, full: number): void {
  expect(Math.abs(recorded - full)).toBeLessThan(1e-3);
}
