import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TokenLogit } from "../../../engine/sampling/logits.ts";
import { type WarpSettings, warp } from "../../../engine/sampling/warp.ts";

const off: WarpSettings = { temperature: 1, topK: 0, topP: 1, minP: 0, repeatPenalty: 1 };

/** Logits whose softmax is exactly these probabilities. */
const logitsOf = (probabilities: readonly number[]): readonly TokenLogit[] =>
  probabilities.map((probability, id) => ({ id, logit: Math.log(probability) }));

/** What is left, as [id, probability] with four decimals. */
function warped(logits: readonly TokenLogit[], settings: Partial<WarpSettings>, recent: readonly number[] = []) {
  return warp(logits, { ...off, ...settings }, recent).tokens.map(({ id, probability }) => [
    id,
    Number(probability.toFixed(4)),
  ]);
}

describe("each rule by itself", () => {
  const logits = logitsOf([0.1, 0.4, 0.2, 0.3]);

  test("nothing on: the model's own probabilities, best first", () => {
    expect(warped(logits, {})).toEqual([
      [1, 0.4],
      [3, 0.3],
      [2, 0.2],
      [0, 0.1],
    ]);
  });

  test("temperature sharpens and flattens", () => {
    expect(warped(logits, { temperature: 0.5 })).toEqual([
      [1, 0.5333],
      [3, 0.3],
      [2, 0.1333],
      [0, 0.0333],
    ]);
    expect(warped(logits, { temperature: 10 })[0]).toEqual([1, 0.2649]);
  });

  test("top-k keeps the k best", () => {
    expect(warped(logits, { topK: 2 })).toEqual([
      [1, 0.5714],
      [3, 0.4286],
    ]);
  });

  test("top-p keeps the token that reaches it, and one token at the least", () => {
    expect(warped(logits, { topP: 0.69 }).map(([id]) => id)).toEqual([1, 3]);
    expect(warped(logits, { topP: 0.71 }).map(([id]) => id)).toEqual([1, 3, 2]);
    expect(warped(logits, { topP: 0.001 })).toEqual([[1, 1]]);
  });

  test("min-p measures against the best token", () => {
    expect(warped(logits, { minP: 0.49 }).map(([id]) => id)).toEqual([1, 3, 2]);
    expect(warped(logits, { minP: 0.51 }).map(([id]) => id)).toEqual([1, 3]);
    expect(warped(logits, { minP: 1 })).toEqual([[1, 1]]);
  });

  test("the repeat penalty divides positive logits and multiplies negative ones", () => {
    const signed = [
      { id: 0, logit: 2 },
      { id: 1, logit: -1 },
      { id: 2, logit: 0 },
    ];
    const total = Math.exp(1) + Math.exp(-2) + 1;
    expect(warped(signed, { repeatPenalty: 2 }, [0, 1, 2])).toEqual([
      [0, Number((Math.exp(1) / total).toFixed(4))],
      [2, Number((1 / total).toFixed(4))],
      [1, Number((Math.exp(-2) / total).toFixed(4))],
    ]);
  });

  test("the repeat penalty looks back 64 tokens and counts a token once", () => {
    const even = [
      { id: 0, logit: 1 },
      { id: 1, logit: 1 },
    ];
    const sixtyFour = Array.from({ length: 64 }, () => 7);
    expect(warped(even, { repeatPenalty: 3 }, [0, ...sixtyFour])[0]).toEqual([0, 0.5]);
    expect(warped(even, { repeatPenalty: 3 }, [0, ...sixtyFour.slice(1)])).toEqual(
      warped(even, { repeatPenalty: 3 }, [0, 0, 0]),
    );
  });
});

describe("the order of the rules", () => {
  test("top-p counts what top-k left, not the whole vocabulary", () => {
    const logits = logitsOf([0.3, 0.25, 0.2, 0.15, 0.1]);
    // After top-k 3 the shares are 0.4, 0.333, 0.267: two reach 0.7. Of the whole vocabulary it would take three.
    expect(warped(logits, { topK: 3, topP: 0.7 }).map(([id]) => id)).toEqual([0, 1]);
  });

  test("top-p and min-p judge probabilities before the temperature", () => {
    const logits = logitsOf([0.6, 0.3, 0.1]);
    expect(warped(logits, { temperature: 0.1, topP: 0.8 }).map(([id]) => id)).toEqual([0, 1]);
    expect(warped(logits, { temperature: 5, minP: 0.4 }).map(([id]) => id)).toEqual([0, 1]);
  });

  test("top-p counts tokens that min-p will remove", () => {
    // 0.5 + 0.3 reach 0.8 only together with what min-p 0.7 takes away: min-p alone decides.
    expect(warped(logitsOf([0.5, 0.3, 0.2]), { topP: 0.8, minP: 0.7 })).toEqual([[0, 1]]);
    // Were top-p to count only what min-p left (0.5 / 0.9 and 0.4 / 0.9), one token would reach 0.55.
    expect(warped(logitsOf([0.5, 0.4, 0.1]), { topP: 0.55, minP: 0.5 }).map(([id]) => id)).toEqual([0, 1]);
  });

  test("the penalty comes before top-k", () => {
    const logits = [
      { id: 0, logit: 5 },
      { id: 1, logit: 4 },
      { id: 2, logit: 3 },
    ];
    expect(warped(logits, { repeatPenalty: 2, topK: 1 }, [0])).toEqual([[1, 1]]);
  });
});

test("ties go to the lowest id, whatever the order of the logits", () => {
  const logits = [7, 3, 9, 5].map((id) => ({ id, logit: 1 }));
  expect(warped(logits, { topK: 2 }).map(([id]) => id)).toEqual([3, 5]);
  expect(warped(logits, { topP: 0.5 }).map(([id]) => id)).toEqual([3, 5]);
});

test("a temperature near zero leaves the best token, without overflow", () => {
  expect(warped(logitsOf([0.4, 0.6]), { temperature: 1e-9 })).toEqual([[1, 1]]);
});

test("a token that the model rules out has no place in it", () => {
  const distribution = warp(
    [
      { id: 0, logit: Number.NEGATIVE_INFINITY },
      { id: 1, logit: 3 },
    ],
    off,
    [],
  );
  expect(distribution.tokens).toEqual([{ id: 1, probability: 1 }]);
  expect(distribution.probabilityOf(0)).toBe(0);
});

test.each([
  {
    name: "NaN",
    logits: [
      { id: 0, logit: 1 },
      { id: 1, logit: Number.NaN },
    ],
  },
  { name: "infinity", logits: [{ id: 0, logit: Number.POSITIVE_INFINITY }] },
  { name: "only ruled-out tokens", logits: [{ id: 0, logit: Number.NEGATIVE_INFINITY }] },
  { name: "no token", logits: [] },
])("broken output of a model ($name) is an error that says so", ({ logits }) => {
  expect(() => warp(logits, off, [])).toThrow(
    expect.objectContaining({
      name: "OutriderError",
      kind: "engine-failed",
      message: expect.stringContaining("damaged"),
    }),
  );
});

describe("for any logits and settings", () => {
  const anyLogits = fc
    .array(fc.integer({ min: -10_000, max: 10_000 }), { minLength: 1, maxLength: 60 })
    .map((values) => values.map((value, id) => ({ id, logit: value / 1000 })));
  const anySettings: fc.Arbitrary<WarpSettings> = fc.record({
    temperature: fc.double({ min: 0.05, max: 10, noNaN: true }),
    topK: fc.integer({ min: 0, max: 70 }),
    // Nearer to 1 than this, the order of a sum decides.
    topP: fc.oneof(
      fc.constant(1),
      fc.double({ min: 0.01, max: 0.999, noNaN: true }),
      fc.double({ min: 0.99, max: 0.999, noNaN: true }),
    ),
    minP: fc.oneof(
      fc.constant(0),
      fc.double({ min: 0, max: 1e-4, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
    repeatPenalty: fc.constant(1),
  });
  /** Room for rounding at the edges. */
  const HAIR = 1e-9;

  test("the probabilities sum to 1 and come best first", () => {
    fc.assert(
      fc.property(anyLogits, anySettings, (logits, settings) => {
        const { tokens } = warp(logits, settings, []);
        expect(tokens.reduce((sum, token) => sum + token.probability, 0)).toBeCloseTo(1, 9);
        for (const [index, token] of tokens.slice(1).entries()) {
          const before = tokens[index];
          expect(before !== undefined && before.probability >= token.probability).toBe(true);
        }
      }),
    );
  });

  test("what is kept obeys top-k, top-p and min-p, and nothing more is taken away", () => {
    fc.assert(
      fc.property(anyLogits, anySettings, (logits, settings) => {
        const own = warp(logits, off, []);
        const sorted = logits
          .toSorted((left, right) => right.logit - left.logit || left.id - right.id)
          .map(({ id }) => ({ id, probability: own.probabilityOf(id) }));
        const considered = settings.topK === 0 ? sorted : sorted.slice(0, settings.topK);
        const total = considered.reduce((sum, token) => sum + token.probability, 0);
        const kept = new Set(warp(logits, settings, []).tokens.map((token) => token.id));
        const best = considered[0]?.probability ?? 0;
        let above = 0;
        for (const token of considered) {
          const neededByTopP = (edge: number) => settings.topP === 1 || above < settings.topP * total + edge;
          const allowedByMinP = (edge: number) => token.probability >= settings.minP * best * (1 - edge);
          if (kept.has(token.id)) {
            expect(neededByTopP(HAIR) && allowedByMinP(HAIR)).toBe(true);
          } else if (token.probability > HAIR) {
            expect(neededByTopP(-HAIR) && allowedByMinP(-HAIR)).toBe(false);
          }
          above += token.probability;
        }
        expect(considered.filter((token) => kept.has(token.id)).length).toBe(kept.size);
      }),
      { numRuns: 500 },
    );
  });

  test("the order of the logits does not matter", () => {
    fc.assert(
      fc.property(anyLogits, anySettings, (logits, settings) => {
        expect(warp(logits.toReversed(), settings, []).tokens.map((token) => token.id)).toEqual(
          warp(logits, settings, []).tokens.map((token) => token.id),
        );
      }),
    );
  });
});
