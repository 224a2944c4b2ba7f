import { describe, expect, test } from "vitest";
import { type Decoding, decodingSchema } from "../../../contract/decoding.ts";
import type { Round } from "../../../contract/trace.ts";
import type { Fit } from "../../../contract/verification.ts";
import { SharedContext } from "../../../engine/context/shared-context.ts";
import { createDrafter } from "../../../engine/drafting/create-drafter.ts";
import type { Draft, Guess } from "../../../engine/drafting/drafter.ts";
import { createModelCalibration } from "../../../engine/drafting/model-chances.ts";
import { createModelDrafter } from "../../../engine/drafting/model-drafter.ts";
import type { RoundCosts } from "../../../engine/pacing/stop-rule.ts";
import type { TokenId } from "../../../engine/runtime/runtime.ts";
import { fitOf } from "../../../engine/verification/chi-square.ts";
import {
  createScriptedSequence,
  createScriptedVocabulary,
  END_OF_GENERATION,
  hashedLogits,
  type LogitFunction,
} from "../fixtures/scripted-model.ts";
import { runScripted, type ScriptedJob } from "../fixtures/scripted-reply.ts";
import { wrongRules } from "../fixtures/wrong-rules.ts";

const REPLIES = 3000;
const OBSERVED = 3;
/** Two guesses and a bonus token make the three that are observed. */
const K = 2;

const vocabularySize = 8;
const vocabulary = createScriptedVocabulary(vocabularySize);
/** Repeats itself, so that there is something to look up. */
const repetitivePrompt = [1, 2, 3, 4, 1, 2, 3, 4, 1, 2];

const noise = hashedLogits(3, vocabularySize);
/** Leans towards what followed the last token in the prompt, so that looking it up pays at times. */
const target = remember((prefix) =>
  noise(prefix).map((logit, id) => (id === ((prefix.at(-1) ?? 0) % 4) + 1 ? logit + 2 : logit)),
);
const own = hashedLogits(4, vocabularySize);
/** Resembles its target, as real drafts do, in another order of the tokens. */
const draft = remember((prefix) => target(prefix).map((logit, id) => 0.6 * logit + 0.6 * (own(prefix)[id] ?? 0)));

const decoding: Decoding = decodingSchema.parse({
  k: K,
  // Every round that emits an observed token has room for K guesses.
  maxTokens: OBSERVED + K,
  temperature: 0.8,
  topK: 5,
  topP: 1,
  minP: 0,
});

describe("the first three tokens of sampled replies are spread as the target alone would spread them", () => {
  test.each<[string, Partial<Decoding>, Round["drafter"][]]>([
    ["without a drafter", { drafter: "off" }, []],
    ["with a draft model", {}, ["model"]],
    ["with a draft model, one guess a round", { k: 1 }, ["model"]],
    ["with a draft model, more guesses than are observed", { k: 4, maxTokens: 7 }, ["model"]],
    ["with a draft model, the whole vocabulary", { topK: 0 }, ["model"]],
    ["with a draft that ends where its model is unsure", { k: 4, maxTokens: 7, minDraftConfidence: 0.3 }, ["model"]],
    ["with a least length of drafts", { k: 4, maxTokens: 7, minDraftConfidence: 0.3, minDraftTokens: 3 }, ["model"]],
    ["with prompt lookup", { drafter: "lookup" }, ["lookup"]],
    ["with prompt lookup and a least length of drafts", { drafter: "lookup", minDraftTokens: 2 }, ["lookup"]],
    ["with prompt lookup, then a draft model", { drafter: "lookup+model" }, ["lookup", "model"]],
  ])("%s", async (_name, changes, drafters) => {
    const { fits, accepted, rejected } = await sampleReplies({ ...decoding, ...changes });
    expect(fits.filter((fit) => !fit.plausible)).toEqual([]);
    for (const drafter of drafters) {
      expect(accepted.get(drafter)).toBeGreaterThan(REPLIES / 20);
      expect(rejected.get(drafter)).toBeGreaterThan(REPLIES / 20);
    }
  });
});

describe("also where every guess has to pay for itself", () => {
  /** As on a computer where a further column costs a third of a pass. */
  const costs: RoundCosts = { verifyMs: (width) => 10 + 3 * (width - 1), guessMs: 0.5, tokenMs: 10 };
  test.each<[string, Partial<Decoding>]>([
    ["with a draft model", {}],
    ["with prompt lookup", { drafter: "lookup" }],
    ["with prompt lookup, then a draft model", { drafter: "lookup+model" }],
  ])("%s", async (_name, changes) => {
    const settings = { ...decoding, k: 4, maxTokens: 7, ...changes };
    const modelCalibration = createModelCalibration();
    const ends = new Set<Draft["end"]>();
    const { fits } = await sampleReplies(settings, {
      createDrafter(context, rules) {
        const drafter = createDrafter({ settings, context, rules, target: vocabulary, modelCalibration });
        if (drafter === null) throw new Error("no drafter");
        return {
          ...drafter,
          async draft({ model, lookup, signal }) {
            const made = await drafter.draft({ model: { ...model, costs }, lookup: { ...lookup, costs }, signal });
            ends.add(made?.end ?? null);
            return made;
          },
        };
      },
    });
    expect(fits.filter((fit) => !fit.plausible)).toEqual([]);
    expect(ends).toContain("does-not-pay");
  });
});

test("under a repeat penalty, drafted tokens count as said for those after them", async () => {
  // With one token in the prompt, nearly all that the penalty sees was drafted in the same round.
  const { fits } = await sampleReplies({ ...decoding, repeatPenalty: 2 }, { prompt: [1] });
  expect(fits.filter((fit) => !fit.plausible)).toEqual([]);
});

describe("the tests above find out a wrong rule", () => {
  test.each(Object.entries(wrongRules))("%s", async (_name, createRules) => {
    const { fits } = await sampleReplies(decoding, { createRules });
    expect(fits.some((fit) => !fit.plausible)).toBe(true);
  });

  test.each(["the correction is drawn from p'", "a guess passes where p'/q' >= 0.5", "the residual is taken by index"])(
    "%s, with prompt lookup",
    async (name) => {
      const createRules = wrongRules[name];
      if (createRules === undefined) throw new Error(`no wrong rule ${name}`);
      const { fits } = await sampleReplies({ ...decoding, drafter: "lookup" }, { createRules });
      expect(fits.some((fit) => !fit.plausible)).toBe(true);
    },
  );
});

describe("the tests above find out a drafter that drops a guess for what it says", () => {
  type Spoil = (guesses: Draft["guesses"]) => Draft["guesses"];
  const unsure = ({ proposal }: Guess): boolean => (proposal.distribution?.probabilityOf(proposal.token) ?? 1) < 0.4;
  const spoils: Readonly<Record<string, Spoil>> = {
    "its last guess, where that was improbable": (guesses) => {
      const end = guesses.findIndex(unsure);
      return end === -1 ? guesses : guesses.slice(0, end);
    },
    "the whole draft, where it became a short one": (guesses) => {
      const end = guesses.findIndex(unsure);
      return end === -1 || end >= 2 ? guesses : [];
    },
  };

  test.each(Object.entries(spoils))("%s", async (_name, spoil) => {
    const { fits } = await sampleReplies(decoding, {
      createDrafter(context, rules) {
        const calibration = createModelCalibration();
        const drafter = createModelDrafter({ context, rules, target: vocabulary, calibration, minConfidence: 0 });
        return {
          ...drafter,
          async draft(order) {
            const made = await drafter.draft(order);
            return made === null ? null : { ...made, guesses: spoil(made.guesses) };
          },
        };
      },
    });
    expect(fits.some((fit) => !fit.plausible)).toBe(true);
  });
});

/** Runs the real loop many times; how well its first tokens fit, together and each by itself. */
async function sampleReplies(
  settings: Decoding,
  changes: Partial<Pick<ScriptedJob, "prompt" | "createRules" | "createDrafter">> = {},
) {
  const models = {
    target: createScriptedSequence({ logits: target }),
    draft: createScriptedSequence({ logits: draft }),
  };
  const context = new SharedContext(models.target, models.draft);
  const counts = new Map<string, number>();
  const accepted = new Map<Round["drafter"], number>();
  const rejected = new Map<Round["drafter"], number>();
  for (let seed = 0; seed < REPLIES; seed++) {
    const { rounds, summary } = await runScripted({
      ...models,
      context,
      vocabulary,
      prompt: repetitivePrompt,
      decoding: { ...settings, seed },
      ...changes,
    });
    add(counts, keyOf(summary.tokens.slice(0, OBSERVED)), 1);
    for (const { drafter, drafted } of rounds) {
      add(accepted, drafter, drafted.filter(({ verdict }) => verdict === "accepted").length);
      add(rejected, drafter, drafted.filter(({ verdict }) => verdict === "rejected").length);
    }
  }
  const expected = plainTexts(settings, changes.prompt ?? repetitivePrompt);
  const fits: Fit[] = [fitOf(counts, expected)];
  for (let position = 0; position < OBSERVED; position++) {
    fits.push(fitOf(marginal(counts, position), marginal(expected, position)));
  }
  return { fits, accepted, rejected };
}

/** The probability of each beginning of a reply under plain sampling, without any of the engine's code. */
function plainTexts(settings: Decoding, prompt: readonly TokenId[]): ReadonlyMap<string, number> {
  const texts = new Map<string, number>();
  const goOn = (emitted: readonly TokenId[], probability: number): void => {
    if (emitted.length === OBSERVED || emitted.at(-1) === END_OF_GENERATION) {
      texts.set(keyOf(emitted), probability);
      return;
    }
    for (const [token, next] of plainProbabilities([...prompt, ...emitted], settings)) {
      goOn([...emitted, token], probability * next);
    }
  };
  goOn([], 1);
  return texts;
}

function plainProbabilities(
  prefix: readonly TokenId[],
  { temperature, topK, repeatPenalty }: Decoding,
): readonly (readonly [TokenId, number])[] {
  const penalized = target(prefix).map((logit, id): [TokenId, number] => {
    if (!prefix.includes(id)) return [id, logit];
    return [id, logit > 0 ? logit / repeatPenalty : logit * repeatPenalty];
  });
  const kept = penalized.sort(([, left], [, right]) => right - left).slice(0, topK === 0 ? vocabularySize : topK);
  const weights = kept.map(([id, logit]): [TokenId, number] => [id, Math.exp(logit / temperature)]);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return weights.map(([id, weight]) => [id, weight / total]);
}

function marginal(joint: ReadonlyMap<string, number>, position: number): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [key, value] of joint) add(sums, key.split(" ")[position] ?? "none", value);
  return sums;
}

function keyOf(tokens: readonly TokenId[]): string {
  return tokens.join(" ");
}

function add<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/** The same few texts come again and again. */
function remember(logits: LogitFunction): LogitFunction {
  const known = new Map<string, readonly number[]>();
  return (prefix) => {
    const key = keyOf(prefix);
    const found = known.get(key) ?? logits(prefix);
    known.set(key, found);
    return found;
  };
}
