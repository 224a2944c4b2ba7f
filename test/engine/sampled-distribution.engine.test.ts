import { afterAll, beforeAll, expect, it } from "vitest";
import { createEngine, type Engine } from "../../engine/index.ts";
import { bundledDraft, bundledTarget, exactSettings } from "./fixtures/bundled-pair.ts";
import { readReply } from "./fixtures/read-reply.ts";
import { expectVerdictsFromRecord, rederive } from "./fixtures/rederive.ts";
import { openWitnesses, type Witnesses } from "./runtime/witness.ts";

const prompt = "Once upon a time there was a fox who lived by a river.";
const topK = 8;

let models: Witnesses;
let engine: Engine;

beforeAll(async () => {
  models = await openWitnesses();
  engine = await createEngine({ target: bundledTarget, draft: bundledDraft, settings: exactSettings });
});
afterAll(async () => {
  await engine.dispose();
  await models.dispose();
});

it("decides every guess of a sampled reply as the seed and the two models say", async () => {
  const seed = 1;
  const decoding = { k: 3, maxTokens: 120, temperature: 1, topK, topP: 1, minP: 0, seed };
  const { rounds } = await readReply(engine.generate({ prompt: { kind: "raw", text: prompt }, decoding }));
  const verdicts = rounds.flatMap(({ drafted }) => drafted.map(({ verdict }) => verdict));
  expect(verdicts.filter((verdict) => verdict === "accepted").length).toBeGreaterThan(20);
  expect(verdicts.filter((verdict) => verdict === "rejected").length).toBeGreaterThan(20);
  expectVerdictsFromRecord(rounds);
  const reply = { prompt: models.target.tokenize(prompt), seed, topK, rounds };
  // The last rounds are cut by the length of the reply.
  await rederive(reply, models, ({ index }) => index % 12 === 5 || index > rounds.length - 3);
});
