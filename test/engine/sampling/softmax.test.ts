import { expect, test } from "vitest";
import { probabilitiesOf } from "../../../engine/sampling/softmax.ts";

test("gives true probabilities from a part of the logits and the weight of all", () => {
  const all = [3, 1, 2.5, -4, 0].map((logit, id) => ({ id, logit }));
  const totalWeight = all.reduce((sum, token) => sum + Math.exp(token.logit - 3), 0);
  const sum = all.reduce((weight, token) => weight + Math.exp(token.logit), 0);
  const part = probabilitiesOf([...all.slice(2, 3), ...all.slice(0, 2)], totalWeight);
  expect(part.map((token) => token.id)).toEqual([0, 2, 1]);
  expect(part[1]?.probability).toBeCloseTo(Math.exp(2.5) / sum, 12);
});

test("is never above 1, though the weight comes from 32-bit sums", () => {
  expect(probabilitiesOf([{ id: 5, logit: 20 }], 0.999_999_9)).toEqual([{ id: 5, probability: 1 }]);
});
