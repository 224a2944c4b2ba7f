import fc from "fast-check";
import { expect, test } from "vitest";
import { pickGreedy } from "../../../engine/sampling/greedy.ts";
import { warp } from "../../../engine/sampling/warp.ts";

const logits = [
  { id: 4, logit: 1 },
  { id: 2, logit: 3 },
  { id: 9, logit: 3 },
  { id: 0, logit: -1 },
];

test("takes the largest logit, ties to the lowest id", () => {
  expect(pickGreedy(logits, 1, [])).toBe(2);
  expect(pickGreedy(logits.toReversed(), 1, [])).toBe(2);
});

test("the repeat penalty can change the choice", () => {
  expect(pickGreedy(logits, 1.1, [2])).toBe(9);
  expect(pickGreedy(logits, 10, [2, 9])).toBe(4);
});

test("only negative logits, all of them penalized", () => {
  expect(
    pickGreedy(
      [
        { id: 0, logit: -3 },
        { id: 1, logit: -2 },
      ],
      2,
      [1],
    ),
  ).toBe(0);
});

test("is what sampling does with the temperature near zero", () => {
  const anyLogits = fc
    .array(fc.integer({ min: -20_000, max: 20_000 }), { minLength: 1, maxLength: 30 })
    .map((values) => values.map((value, id) => ({ id, logit: value / 1000 })));
  fc.assert(
    fc.property(anyLogits, fc.double({ min: 1, max: 3, noNaN: true }), fc.array(fc.nat(30)), (any, penalty, recent) => {
      const settings = { temperature: 1e-6, topK: 40, topP: 0.95, minP: 0.05, repeatPenalty: penalty };
      expect(pickGreedy(any, penalty, recent)).toBe(warp(any, settings, recent).tokens[0]?.id);
    }),
  );
});

test.each([
  { name: "no token", broken: [] },
  { name: "NaN", broken: [{ id: 1, logit: Number.NaN }] },
])("broken output of a model ($name) is an error that says so", ({ broken }) => {
  expect(() => pickGreedy(broken, 1, [])).toThrow(expect.objectContaining({ kind: "engine-failed" }));
});
