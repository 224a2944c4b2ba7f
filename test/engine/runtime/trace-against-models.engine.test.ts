import { getLlama, type Llama, type LlamaContextSequence, LlamaLogLevel, type Token } from "node-llama-cpp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Round } from "../../../contract/trace.ts";
import { createEngine } from "../../../engine/index.ts";
import { createRandomSource } from "../../../engine/sampling/random-source.ts";
import { bundledDraft, bundledTarget, exactSettings } from "../fixtures/bundled-pair.ts";
import { readReply } from "../fixtures/read-reply.ts";

/** One model by itself, asked through the library directly: nothing of the engine is in the way. */
interface Witness {
  /** Full softmax after a prefix. */
  probabilities(prefix: readonly number[]): Promise<ReadonlyMap<number, number>>;
}

const prompt = "Tell me a short story about a fox and a river.";

describe("the recorded rounds", () => {
  let llama: Llama;
  let target: Witness;
  let draft: Witness;

  beforeAll(async () => {
    llama = await getLlama({ gpu: false, maxThreads: 0, build: "never", logLevel: LlamaLogLevel.error });
    target = await createWitness(llama, bundledTarget);
    draft = await createWitness(llama, bundledDraft);
  });
  afterAll(() => llama.dispose());

  it("are what the two models say by themselves", async () => {
    const recorded = await record({ k: 4, maxTokens: 120 });
    const checked = pick(recorded.rounds, 20);
    for (const round of checked) {
      const prefix = [...recorded.prompt, ...emittedBefore(recorded.rounds, round)];
      for (const token of round.drafted) {
        const q = await draft.probabilities(prefix);
        expect(best(q)).toBe(token.id);
        expectWithin(token.q, q.get(token.id));
        if (token.p !== null) expectWithin(token.p, (await target.probabilities(prefix)).get(token.id));
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
      const recorded = await record({ k: 3, maxTokens: 40, seed: 5, ...setting });
      for (const round of pick(recorded.rounds, 8)) {
        const prefix = [...recorded.prompt, ...emittedBefore(recorded.rounds, round)];
        for (const [index, token] of round.emitted.entries()) {
          const p = await target.probabilities(prefix);
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

async function record(decoding: object) {
  const engine = await createEngine({ target: bundledTarget, draft: bundledDraft, settings: exactSettings });
  try {
    const { rounds } = await readReply(engine.generate({ prompt: { kind: "raw", text: prompt }, decoding }));
    return { rounds, prompt: promptTokens };
  } finally {
    await engine.dispose();
  }
}

let promptTokens: number[] = [];

async function createWitness(llama: Llama, modelPath: string): Promise<Witness> {
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({
    contextSize: 1024,
    threads: 1,
    flashAttention: true,
    experimentalKvCacheKeyType: "BF16",
    experimentalKvCacheValueType: "BF16",
  });
  const sequence = context.getSequence();
  promptTokens = model.tokenize(prompt, false).map(Number);
  return { probabilities: (prefix) => softmaxAfter(sequence, prefix) };
}

async function softmaxAfter(sequence: LlamaContextSequence, prefix: readonly number[]) {
  await sequence.clearHistory();
  const tokens = prefix.map((token) => token as Token);
  const before = tokens.slice(0, -1);
  const last = tokens.slice(-1);
  await sequence.evaluateWithoutGeneratingNewTokens(before);
  const [output] = await sequence.controlledEvaluate(
    last.map((token) => [token, { generateNext: { logits: true, options: { temperature: 0 } } }]),
  );
  const logits = output?.next.logits ?? new Map<Token, number>();
  const largest = Math.max(...logits.values());
  const weights = new Map([...logits].map(([id, logit]) => [Number(id), Math.exp(logit - largest)]));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([id, weight]) => [id, weight / total]));
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
