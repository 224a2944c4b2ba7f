import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Capture, drafterChoiceSchema } from "../../../contract/decoding.ts";
import { type Round, roundSchema } from "../../../contract/trace.ts";
import { SharedContext } from "../../../engine/context/shared-context.ts";
import { adversaries } from "../fixtures/adversaries.ts";
import {
  createScriptedSequence,
  createScriptedVocabulary,
  END_OF_GENERATION,
  hashedLogits,
  imitating,
} from "../fixtures/scripted-model.ts";
import { runScripted } from "../fixtures/scripted-reply.ts";

const vocabularySize = 24;
const vocabulary = createScriptedVocabulary(vocabularySize);

interface Setup {
  readonly seed: number;
  readonly agreement: number;
  readonly prompt: readonly number[];
}

const setups: fc.Arbitrary<Setup> = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  agreement: fc.constantFrom(0, 0.3, 0.7, 0.95, 1),
  prompt: fc.array(fc.integer({ min: 1, max: vocabularySize - 1 }), { minLength: 1, maxLength: 30 }),
});

function models({ seed, agreement }: Setup, draftCapacity = 4096) {
  const target = hashedLogits(seed, vocabularySize);
  const own = hashedLogits(seed + 1, vocabularySize);
  return {
    target: createScriptedSequence({ logits: target, batchSize: 17 }),
    draft: createScriptedSequence({
      logits: imitating(target, own, agreement, seed),
      batchSize: 5,
      capacity: draftCapacity,
    }),
  };
}

async function plainTokens(setup: Setup, decoding = {}): Promise<number[]> {
  const { target } = models(setup);
  const { summary } = await runScripted({
    ...setup,
    target,
    draft: null,
    vocabulary,
    decoding: { maxTokens: 60, k: 0, ...decoding },
  });
  return summary.tokens;
}

describe("a greedy reply", () => {
  it("is the plain reply with any drafter at any k, also one that changes while it runs", async () => {
    const drafters = fc.constantFrom(...drafterChoiceSchema.options);
    const someK = fc.array(fc.oneof(fc.integer({ min: 0, max: 16 }), fc.constant("auto" as const)), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(setups, someK, drafters, async (setup, ks, drafter) => {
        let round = 0;
        const { summary } = await runScripted({
          ...setup,
          ...models(setup),
          vocabulary,
          decoding: { maxTokens: 60, drafter },
          currentK: () => ks[round++ % ks.length] ?? 0,
        });
        expect(summary.tokens).toEqual(await plainTokens(setup));
      }),
      { numRuns: 200 },
    );
  });

  it("is the plain reply when it is cut anywhere and continued after its own tokens", async () => {
    await fc.assert(
      fc.asyncProperty(setups, fc.integer({ min: 1, max: 59 }), async (setup, cut) => {
        const whole = await plainTokens(setup);
        const replyStart = whole.slice(0, Math.min(cut, whole.length - 1));
        const maxTokens = 60 - replyStart.length;
        const job = { ...setup, ...models(setup), vocabulary, replyStart, decoding: { maxTokens } };
        const { summary, rounds } = await runScripted(job);
        expect(summary.tokens).toEqual(whole);
        expect(summary.givenTokens).toBe(replyStart.length);
        expect(summary.promptTokens).toBe(setup.prompt.length + replyStart.length);
        const decoded = rounds.flatMap(({ emitted }) => emitted);
        expect(decoded.map(({ id }) => id)).toEqual(whole.slice(replyStart.length));
        expect(summary.text.endsWith(decoded.map(({ text }) => text).join(""))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("goes on after a chosen token as plain decoding would, whatever the models would have said there", async () => {
    const choices = fc.record({ cut: fc.nat(20), chosen: fc.integer({ min: 1, max: vocabularySize - 1 }) });
    await fc.assert(
      fc.asyncProperty(setups, choices, async (setup, { cut, chosen }) => {
        const whole = await plainTokens(setup);
        const replyStart = whole.slice(0, Math.min(cut, whole.length - 1));
        const job = { ...setup, ...models(setup), vocabulary, replyStart, chosen };
        const { summary, rounds } = await runScripted({ ...job, decoding: { maxTokens: 30, capture: "candidates" } });

        const [first] = rounds;
        expect(first).toMatchObject({ index: 0, k: 0, reason: "chosen", drafted: [], emitted: [{ id: chosen }] });
        expect(first?.emitted[0]?.origin).toBe("chosen");
        expect(rounds.slice(1).every(({ emitted }) => emitted.every(({ origin }) => origin !== "chosen"))).toBe(true);
        const listed = first?.candidates?.[0]?.target?.find(({ id }) => id === chosen);
        if (listed !== undefined) expect(first?.emitted[0]?.p).toBeCloseTo(listed.probability, 10);

        const after = { ...setup, prompt: [...setup.prompt, ...replyStart, chosen] };
        const ends = vocabulary.endsGeneration(chosen);
        const rest = ends ? [] : await plainTokens(after, { maxTokens: 29 });
        expect(summary.tokens).toEqual([...replyStart, chosen, ...rest]);
        expect(rounds.map(({ index }) => index)).toEqual([...rounds.keys()]);
        for (const round of rounds) roundSchema.parse(round);
      }),
      { numRuns: 60 },
    );
  });

  it("is the plain reply with drafters that are always wrong, random, or always right", async () => {
    await fc.assert(
      fc.asyncProperty(setups, fc.integer({ min: 1, max: 16 }), async (setup, k) => {
        const plain = await plainTokens(setup);
        const truth = [...setup.prompt, ...plain];
        for (const [name, parts] of Object.entries(adversaries(truth, vocabularySize))) {
          const { target } = models(setup);
          const decoding = { maxTokens: 60, k };
          const { summary } = await runScripted({ ...setup, ...parts, target, draft: null, vocabulary, decoding });
          expect(summary.tokens, name).toEqual(plain);
          if (name === "wrong") expect(summary.accepted).toBe(0);
          if (name === "oracle") expect(summary.accepted).toBe(summary.tested);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is the plain reply under a repeat penalty, which sees the drafted tokens of its own round", async () => {
    await fc.assert(
      fc.asyncProperty(setups, fc.integer({ min: 1, max: 16 }), async (setup, k) => {
        const decoding = { repeatPenalty: 1.8, maxTokens: 60 };
        const { summary } = await runScripted({ ...setup, ...models(setup), vocabulary, decoding: { ...decoding, k } });
        expect(summary.tokens).toEqual(await plainTokens(setup, decoding));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps every guess of a draft that is the target itself, also under a repeat penalty", async () => {
    await fc.assert(
      fc.asyncProperty(setups, fc.integer({ min: 1, max: 16 }), async (setup, k) => {
        const decoding = { repeatPenalty: 1.8, maxTokens: 60, k };
        const twins = models({ ...setup, agreement: 1 });
        const { summary } = await runScripted({ ...setup, ...twins, vocabulary, decoding });
        expect(summary.accepted).toBe(summary.tested);
      }),
      { numRuns: 30 },
    );
  });

  it("goes on as if nothing had happened when the draft breaks, and says so", async () => {
    await fc.assert(
      fc.asyncProperty(setups, fc.integer({ min: 0, max: 30 }), async (setup, breaksAt) => {
        const { target } = models(setup);
        const draft = createScriptedSequence({
          logits: hashedLogits(setup.seed, vocabularySize),
          onEvaluate: (call) => {
            if (call >= breaksAt) throw new Error("the draft broke");
          },
        });
        const { rounds, summary } = await runScripted({
          ...setup,
          target,
          draft,
          vocabulary,
          decoding: { maxTokens: 60, k: 4 },
        });
        expect(summary.tokens).toEqual(await plainTokens(setup));
        const broke = rounds.some((round) => round.reason === "draft-failed");
        expect(summary.notes.map((note) => note.code)).toEqual(broke ? ["draft-failed"] : []);
        expect(broke || draft.count.calls <= breaksAt).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("is never drafted for where the target cannot roll back, with the reason on record", async () => {
    const setup = { seed: 7, agreement: 1, prompt: [1, 2, 3, 1, 2, 3, 1, 2, 3] };
    for (const drafter of ["model", "lookup", "lookup+model", "off"] as const) {
      const { summary } = await runScripted({
        ...setup,
        ...models(setup),
        vocabulary,
        rollbackProblem: "it keeps a running state",
        decoding: { maxTokens: 40, k: 4, drafter },
      });
      expect(summary.drafted).toBe(0);
      expect(summary.notes).toEqual(
        drafter === "off" ? [] : [{ code: "no-rollback", text: "it keeps a running state" }],
      );
    }
  });

  it("stops drafting when the chat outgrows the draft's context, with the reason on record", async () => {
    const setup = { seed: 7, agreement: 1, prompt: [1, 2, 3, 4, 5] };
    const { summary, rounds } = await runScripted({
      ...setup,
      ...models(setup, 16),
      vocabulary,
      decoding: { maxTokens: 40, k: 4 },
    });
    expect(summary.tokens).toEqual(await plainTokens(setup, { maxTokens: 40 }));
    expect(summary.drafted).toBeGreaterThan(0);
    expect(rounds.at(-1)?.reason).toBe("draft-context-full");
    expect(summary.notes.map((note) => note.code)).toEqual(["draft-context-full"]);
  });
});

describe("the record of a reply", () => {
  it("is complete and consistent", async () => {
    await fc.assert(
      fc.asyncProperty(
        setups,
        fc.integer({ min: 0, max: 8 }),
        fc.constantFrom(0, 1),
        fc.constantFrom("figures" as const, "candidates" as const),
        async (setup, k, temperature, capture) => {
          const { target, draft } = models(setup);
          const { rounds, summary } = await runScripted({
            ...setup,
            target,
            draft,
            vocabulary,
            decoding: { maxTokens: 50, k, temperature, capture },
          });
          const emitted = rounds.flatMap((round) => round.emitted);
          expect(emitted.map((token) => token.id)).toEqual(summary.tokens);
          expect(emitted.map((token) => token.text).join("")).toBe(summary.text);
          expect(rounds.map((round) => round.index)).toEqual(rounds.map((_round, index) => index));
          const prefillBatches = Math.ceil((setup.prompt.length - 1) / target.batchSize);
          expect(summary.calls.target).toBe(rounds.length + prefillBatches);
          expect(summary.calls.targetRows).toBe(
            setup.prompt.length - 1 + rounds.reduce((sum, round) => sum + round.drafted.length + 1, 0),
          );
          for (const round of rounds) expectConsistent(round, temperature, capture);
          expect(summary.accepted).toBe(
            rounds.flatMap((r) => r.drafted).filter((t) => t.verdict === "accepted").length,
          );
        },
      ),
      { numRuns: 120 },
    );
  });

  it("keeps both caches on the history after every round", async () => {
    await fc.assert(
      fc.asyncProperty(setups, fc.integer({ min: 0, max: 8 }), async (setup, k) => {
        const { target, draft } = models(setup);
        const { summary } = await runScripted({
          ...setup,
          target,
          draft,
          vocabulary,
          decoding: { maxTokens: 40, k },
          onRound: (_round, context) => {
            expect(target.tokens).toEqual(context.history.slice(0, -1));
            expect(draft.tokens).toEqual(context.history.slice(0, draft.tokens.length));
          },
        });
        if (summary.drafted > 0) {
          expect(draft.tokens.length).toBeGreaterThanOrEqual(setup.prompt.length + summary.tokens.length - 2);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("gives p and q as the softmax of the raw logits", async () => {
    const setup = { seed: 3, agreement: 0.5, prompt: [1, 2, 3] };
    const target = hashedLogits(3, vocabularySize);
    const draft = imitating(target, hashedLogits(4, vocabularySize), 0.5, 3);
    for (const decoding of [
      { capture: "figures", temperature: 0 },
      { capture: "candidates", temperature: 0 },
      { capture: "figures", temperature: 0.8 },
    ] as const) {
      const { rounds } = await runScripted({
        ...setup,
        ...models(setup),
        vocabulary,
        decoding: { maxTokens: 40, k: 3, ...decoding },
      });
      const history: number[] = [...setup.prompt];
      for (const round of rounds) {
        const ids = round.drafted.map((token) => token.id);
        const at = (index: number) => [...history, ...ids.slice(0, index)];
        expectClose(
          round.drafted.map((token) => token.q),
          ids.map((id, index) => softmax(draft(at(index)))[id]),
        );
        const tested = round.drafted.filter((token) => token.p !== null);
        expectClose(
          tested.map((token) => token.p),
          tested.map(({ id }, index) => softmax(target(at(index)))[id]),
        );
        expectClose(
          round.emitted.map((token) => token.p),
          round.emitted.map(({ id }, index) => softmax(target(at(index)))[id]),
        );
        history.push(...round.emitted.map((token) => token.id));
      }
    }
  });
});

describe("a reply ends", () => {
  const setup = { seed: 11, agreement: 1, prompt: [1, 2, 3] };

  it("at the end of generation inside a round, and leaves the guesses after it untested", async () => {
    const target = (prefix: readonly number[]) => spike(prefix.length === 6 ? END_OF_GENERATION : 5);
    const { rounds, summary } = await runScripted({
      prompt: [1, 2, 3],
      target: createScriptedSequence({ logits: target }),
      draft: createScriptedSequence({ logits: target }),
      vocabulary,
      decoding: { k: 7 },
    });
    expect(summary.finishReason).toBe("end-of-generation");
    expect(summary.tokens).toEqual([5, 5, 5, END_OF_GENERATION]);
    expect(summary.text).toBe("eee");
    // The drafter stops guessing at the end of generation by itself.
    expect(rounds[0]?.drafted.map((token) => token.verdict)).toEqual(["accepted", "accepted", "accepted", "accepted"]);
    expect(rounds[0]?.emitted.at(-1)).toMatchObject({ control: "<end>", text: "", origin: "accepted" });
    expect(rounds[0]?.end).toBe("end-of-generation");
  });

  it("before a stop string, wherever in a round it falls, with every token's text adding up", async () => {
    const plain = await runScripted({
      ...setup,
      ...models(setup),
      draft: null,
      vocabulary,
      decoding: { maxTokens: 60, k: 0 },
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 8 }),
        async (at, length, k) => {
          const stop = plain.summary.text.slice(at, at + length);
          const { rounds, summary } = await runScripted({
            ...setup,
            ...models(setup),
            vocabulary,
            decoding: { maxTokens: 60, k, stop: [stop] },
          });
          expect(summary.finishReason).toBe("stop-string");
          expect(summary.text).toBe(plain.summary.text.slice(0, plain.summary.text.indexOf(stop)));
          expect(
            rounds
              .flatMap((round) => round.emitted)
              .map((token) => token.text)
              .join(""),
          ).toBe(summary.text);
          expect(rounds.at(-1)?.end).toBe("stop-string");
        },
      ),
      { numRuns: 80 },
    );
  });

  it("after exactly max tokens", async () => {
    for (const maxTokens of [1, 2, 5, 9]) {
      const { rounds, summary } = await runScripted({
        ...setup,
        ...models(setup),
        vocabulary,
        decoding: { maxTokens, k: 4 },
      });
      expect(summary.tokens).toHaveLength(maxTokens);
      expect(summary.finishReason).toBe("max-tokens");
      expect(rounds.at(-1)?.end).toBe("max-tokens");
    }
  });

  it("at the end of the context, without ever overflowing it", async () => {
    for (const capacity of [4, 5, 9, 20]) {
      const target = createScriptedSequence({ logits: hashedLogits(1, vocabularySize).bind(null), capacity });
      const noEnd = (prefix: readonly number[]) =>
        hashedLogits(1, vocabularySize)(prefix).map((logit, id) => (id === END_OF_GENERATION ? -9 : logit));
      const endless = createScriptedSequence({ logits: noEnd, capacity, batchSize: 17 });
      const { summary } = await runScripted({
        ...setup,
        target: endless,
        draft: createScriptedSequence({ logits: noEnd, batchSize: 17 }),
        vocabulary,
        decoding: { maxTokens: 100, k: 8 },
      });
      expect(summary.finishReason).toBe("context-end");
      // Every cell is used, and the token after the last cell is still known.
      expect(summary.tokens).toHaveLength(capacity - setup.prompt.length + 1);
      expect(endless.peak()).toBe(capacity);
      expect(target.peak()).toBe(0);
    }
  });

  it("as aborted, keeping what was emitted, also when the signal fires while drafting", async () => {
    const noEnd = (prefix: readonly number[]) =>
      hashedLogits(1, vocabularySize)(prefix).map((logit, id) => (id === END_OF_GENERATION ? -9 : logit));
    for (let at = 0; at < 20; at++) {
      const controller = new AbortController();
      const draft = createScriptedSequence({
        logits: noEnd,
        onEvaluate: (call) => {
          if (call === at) controller.abort();
        },
      });
      const target = createScriptedSequence({ logits: noEnd });
      const context = new SharedContext(target, draft);
      const { rounds, summary } = await runScripted({
        ...setup,
        target,
        draft,
        context,
        vocabulary,
        signal: controller.signal,
        decoding: { maxTokens: 200, k: 4 },
      });
      expect(summary.finishReason).toBe("aborted");
      expect(rounds.flatMap((round) => round.emitted).map((token) => token.id)).toEqual(summary.tokens);
      // The caches are still good: the same prompt again gives the plain reply.
      const again = await runScripted({
        ...setup,
        target,
        draft,
        context,
        vocabulary,
        decoding: { maxTokens: 30, k: 4 },
      });
      const fresh = createScriptedSequence({ logits: noEnd });
      const plain = await runScripted({
        ...setup,
        target: fresh,
        draft: null,
        vocabulary,
        decoding: { maxTokens: 30, k: 0 },
      });
      expect(again.summary.tokens).toEqual(plain.summary.tokens);
    }
  });

  it("before it starts where the prompt does not fit", async () => {
    const target = createScriptedSequence({ logits: hashedLogits(1, vocabularySize), capacity: 2 });
    await expect(runScripted({ ...setup, target, draft: null, vocabulary })).rejects.toMatchObject({
      kind: "context-full",
      message: expect.stringContaining("3 tokens"),
    });
  });
});

describe("a second reply", () => {
  it("re-uses the prefix of the first in both caches", async () => {
    const setup = { seed: 5, agreement: 0.6, prompt: [1, 2, 3, 4] };
    const { target, draft } = models(setup);
    const context = new SharedContext(target, draft);
    const first = await runScripted({
      ...setup,
      target,
      draft,
      context,
      vocabulary,
      decoding: { maxTokens: 20, k: 4 },
    });
    const prompt = [...setup.prompt, ...first.summary.tokens, 7, 8];
    const second = await runScripted({ prompt, target, draft, context, vocabulary, decoding: { maxTokens: 20, k: 4 } });
    const known = setup.prompt.length + first.summary.tokens.length;
    expect(second.summary.cachedTokens.target).toBeGreaterThanOrEqual(known - 1);
    expect(second.summary.cachedTokens.draft).toBeGreaterThanOrEqual(known - 2);
    const fresh = await runScripted({ prompt, ...models(setup), vocabulary, decoding: { maxTokens: 20, k: 0 } });
    expect(second.summary.tokens).toEqual(fresh.summary.tokens);
  });
});

describe("a sampled reply", () => {
  it("is the same for the same seed and k, and another for another seed", async () => {
    const setup = { seed: 21, agreement: 0.6, prompt: [1, 2, 3] };
    const run = async (seed: number) => {
      const decoding = { maxTokens: 40, k: 3, temperature: 0.8, seed };
      return (await runScripted({ ...setup, ...models(setup), vocabulary, decoding })).summary.tokens;
    };
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  it("records the number that decided each guess, so that every verdict can be derived again", async () => {
    const setup = { seed: 22, agreement: 0.5, prompt: [1, 2, 3] };
    const { rounds } = await runScripted({
      ...setup,
      ...models(setup),
      vocabulary,
      decoding: { maxTokens: 120, k: 4, temperature: 1, topK: 8 },
    });
    const tested = rounds.flatMap((round) => round.drafted).filter((token) => token.verdict !== "untested");
    expect(tested.length).toBeGreaterThan(20);
    for (const { acceptance, verdict } of tested) {
      const { p, q, probability, random } = acceptance ?? { p: null, q: 0, probability: null, random: null };
      if (p === null || probability === null || random === null) throw new Error("a tested token without its test");
      expect(probability).toBeCloseTo(Math.min(1, p / q), 12);
      expect(verdict).toBe(random * q < p ? "accepted" : "rejected");
    }
  });
});

function expectConsistent(round: Round, temperature: number, capture: Capture): void {
  roundSchema.parse(round);
  const verdicts = round.drafted.map((token) => token.verdict);
  const accepted = verdicts.filter((verdict) => verdict === "accepted").length;
  expect(verdicts.join(" ")).toMatch(/^(accepted ?)*(rejected ?)?(untested ?)*$/u);
  expect(round.drafted.length).toBeLessThanOrEqual(round.k);
  expect(round.drafted.slice(0, accepted).map((token) => token.id)).toEqual(
    round.emitted.filter((token) => token.origin === "accepted").map((token) => token.id),
  );
  for (const token of round.drafted) {
    expect(token.p === null).toBe(token.verdict === "untested");
    expect(token.acceptance === undefined).toBe(temperature === 0);
  }
  expect(round.emitted.at(-1)?.origin === "correction").toBe(verdicts.includes("rejected"));
  expect(round.candidates === undefined).toBe(capture === "figures");
}

function expectClose(actual: readonly (number | null)[], expected: readonly (number | undefined)[]): void {
  const differences = actual.map((value, index) => Math.abs((value ?? Number.NaN) - (expected[index] ?? Number.NaN)));
  expect(differences.every((difference) => difference < 1e-9)).toBe(true);
}

function softmax(logits: readonly number[]): number[] {
  const best = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - best));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Nearly all of the probability on one token. */
function spike(id: number): number[] {
  return Array.from({ length: vocabularySize }, (_unused, token) => (token === id ? 9 : 0));
}
