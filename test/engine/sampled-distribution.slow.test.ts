import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Round } from "../../contract/trace.ts";
import type { Fit } from "../../contract/verification.ts";
import { createEngine, type Engine } from "../../engine/index.ts";
import { createRandomSource } from "../../engine/sampling/random-source.ts";
import { fitOf } from "../../engine/verification/chi-square.ts";
import { bundledDraft, bundledTarget, exactSettings } from "./fixtures/bundled-pair.ts";
import { readReply } from "./fixtures/read-reply.ts";
import { expectVerdictsFromRecord, rederive, type Warped, warpedAfter } from "./fixtures/rederive.ts";
import { openWitnesses, type Witnesses } from "./runtime/witness.ts";

/** They leave much open, so that drafts are rejected as often as accepted. */
const prompts = [
  "My favourite colour is",
  "The best way to learn a language is to",
  "Once upon a time there was a",
  "In the morning she went to the",
];
/** To each prompt. */
const REPLIES = 260;
const OBSERVED = 3;
const topK = 8;

interface Reply {
  readonly seed: number;
  readonly rounds: readonly Round[];
  /** The first tokens. */
  readonly tokens: readonly number[];
}

let models: Witnesses;
let engine: Engine;
/** The target's p' after a prompt and some tokens of a reply; most come again and again. */
const known = new Map<string, Warped>();

beforeAll(async () => {
  models = await openWitnesses();
  engine = await createEngine({ target: bundledTarget, draft: bundledDraft, settings: exactSettings });
});
afterAll(async () => {
  await engine.dispose();
  await models.dispose();
});

describe.each([
  { k: 1, maxTokens: OBSERVED + 2 },
  // Two guesses and a bonus token make the three that are observed.
  { k: 2, maxTokens: OBSERVED + 2 },
])("sampled replies of the bundled pair at k = $k", ({ k, maxTokens }) => {
  it("are spread as the target alone would spread them, over 3,000 rounds and more", async () => {
    const replies = new Map<string, readonly Reply[]>();
    for (const prompt of prompts) replies.set(prompt, await sampleReplies(prompt, { k, maxTokens }));
    const rounds = [...replies.values()].flat().flatMap((reply) => reply.rounds);
    expect(rounds.length).toBeGreaterThan(3000);
    const drafted = rounds.flatMap((round) => round.drafted);
    expect(drafted.filter(({ verdict }) => verdict === "accepted").length).toBeGreaterThan(500);
    expect(drafted.filter(({ verdict }) => verdict === "rejected").length).toBeGreaterThan(500);
    expectVerdictsFromRecord(rounds);

    const fits: Fit[] = [];
    for (const [prompt, ofPrompt] of replies) {
      for (let length = 1; length <= OBSERVED; length++) fits.push(await fitOfBeginnings(prompt, ofPrompt, length));
    }
    fits.push(await fitOfPlaces(replies));
    expect(fits.filter((fit) => !fit.plausible)).toEqual([]);

    for (const [prompt, ofPrompt] of replies) {
      for (const reply of ofPrompt.filter(({ seed }) => seed % 50 === 0)) {
        await rederive({ ...reply, prompt: models.target.tokenize(prompt), topK }, models, () => true);
      }
    }
  });
});

async function sampleReplies(prompt: string, length: { k: number; maxTokens: number }): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  for (let seed = 0; seed < REPLIES; seed++) {
    const decoding = { ...length, temperature: 1, topK, topP: 1, minP: 0, seed };
    const { rounds, summary } = await readReply(engine.generate({ prompt: { kind: "raw", text: prompt }, decoding }));
    replies.push({ seed, rounds, tokens: summary.tokens.slice(0, OBSERVED) });
  }
  return replies;
}

/** How the first `length` tokens fit, taken together. A reply may end before. */
async function fitOfBeginnings(prompt: string, replies: readonly Reply[], length: number): Promise<Fit> {
  const counts = new Map<string, number>();
  for (const { tokens } of replies) {
    const key = tokens.slice(0, length).join(" ");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const expected = new Map<string, number>();
  const goOn = async (emitted: readonly number[], probability: number): Promise<void> => {
    const last = emitted.at(-1);
    if (emitted.length === length || (last !== undefined && models.target.endsGeneration(last))) {
      expected.set(emitted.join(" "), probability);
      return;
    }
    for (const [id, next] of await plainProbabilities(prompt, emitted))
      await goOn([...emitted, id], probability * next);
  };
  await goOn([], 1);
  return fitOf(counts, expected);
}

/**
 * How all tokens fit at once, whatever stood before them: a token's place in its distribution, at random within its own
 * share, is spread evenly over 0..1 if and only if the token was drawn from that distribution.
 */
async function fitOfPlaces(replies: ReadonlyMap<string, readonly Reply[]>): Promise<Fit> {
  const cells = 20;
  const random = createRandomSource(1);
  const counts = new Map<string, number>();
  for (const [prompt, ofPrompt] of replies) {
    for (const { tokens } of ofPrompt) {
      for (const [index, token] of tokens.entries()) {
        const distribution = await plainProbabilities(prompt, tokens.slice(0, index));
        const rank = distribution.findIndex(([id]) => id === token);
        const below = distribution.slice(0, rank).reduce((sum, [, probability]) => sum + probability, 0);
        const place = below + random.next() * (distribution[rank]?.[1] ?? Number.NaN);
        const cell = String(Math.floor(place * cells));
        counts.set(cell, (counts.get(cell) ?? 0) + 1);
      }
    }
  }
  return fitOf(counts, new Map(Array.from({ length: cells }, (_unused, cell) => [String(cell), 1 / cells])));
}

/** p' by the library's full logits. */
async function plainProbabilities(prompt: string, emitted: readonly number[]): Promise<Warped> {
  const prefix = [...models.target.tokenize(prompt), ...emitted];
  const key = prefix.join(" ");
  const found = known.get(key) ?? (await warpedAfter(models.target, prefix, topK));
  known.set(key, found);
  return found;
}
