import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { residual, testDraftedToken } from "../../../engine/sampling/acceptance.ts";
import {
  type Distribution,
  distributionFromWeights,
  pointMass,
  sample,
} from "../../../engine/sampling/distribution.ts";

const distribution = (...weights: readonly number[]): Distribution =>
  distributionFromWeights(weights.map((weight, id) => ({ id, weight })));

describe("the acceptance test", () => {
  const target = distribution(0.2, 0.8, 0);
  const draft = distribution(0.5, 0.25, 0.25);

  test("accepts below p'/q' and rejects from there on", () => {
    expect(testDraftedToken({ target, draft, token: 0, random: 0.39 })).toEqual({
      accepted: true,
      p: 0.2,
      q: 0.5,
      probability: 0.4,
    });
    expect(testDraftedToken({ target, draft, token: 0, random: 0.4 }).accepted).toBe(false);
  });

  test("always accepts what the target likes at least as much", () => {
    expect(testDraftedToken({ target, draft, token: 1, random: 0.999_999 })).toMatchObject({
      accepted: true,
      probability: 1,
    });
    expect(testDraftedToken({ target, draft: target, token: 0, random: 0.999_999 }).accepted).toBe(true);
  });

  test("never accepts what the target rules out", () => {
    expect(testDraftedToken({ target, draft, token: 2, random: 0 })).toEqual({
      accepted: false,
      p: 0,
      q: 0.25,
      probability: 0,
    });
  });

  test("a drafter that does not sample: accepted with probability p'", () => {
    expect(testDraftedToken({ target, draft: pointMass(0), token: 0, random: 0.19 })).toMatchObject({
      accepted: true,
      q: 1,
      probability: 0.2,
    });
    expect(testDraftedToken({ target, draft: pointMass(0), token: 0, random: 0.2 }).accepted).toBe(false);
  });
});

describe("the residual", () => {
  test("is what the target has beyond the draft", () => {
    expect(residual(distribution(0.2, 0.5, 0.3), distribution(0.6, 0.1, 0.3)).tokens).toEqual([
      { id: 1, probability: 1 },
    ]);
  });

  test("of a drafter that does not sample is the target without that token", () => {
    const rest = residual(distribution(0.5, 0.3, 0.2), pointMass(0));
    expect(rest.tokens.map((token) => token.id)).toEqual([1, 2]);
    expect(rest.probabilityOf(1)).toBeCloseTo(0.6, 12);
  });

  test("goes by token, not by place in the list", () => {
    // Sorted best first the two lists are the same numbers; token by token they differ everywhere.
    const rest = residual(distribution(0.7, 0.3), distribution(0.3, 0.7));
    expect(rest.tokens).toEqual([{ id: 0, probability: 1 }]);
  });

  test("is the target where nothing is left of it", () => {
    const target = distribution(0.25, 0.75);
    expect(residual(target, target)).toBe(target);
  });

  const anyDistribution = fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 })
    .filter((weights) => weights.some((weight) => weight > 0.01))
    .map((weights) => distribution(...weights));

  test("has no mass where p' <= q', and sums to 1", () => {
    fc.assert(
      fc.property(anyDistribution, anyDistribution, (target, draft) => {
        const rest = residual(target, draft);
        fc.pre(rest !== target);
        expect(rest.tokens.reduce((sum, token) => sum + token.probability, 0)).toBeCloseTo(1, 9);
        for (const { id } of rest.tokens) {
          expect(target.probabilityOf(id)).toBeGreaterThan(draft.probabilityOf(id));
        }
      }),
    );
  });

  test("together with the acceptance test it makes up p' exactly", () => {
    fc.assert(
      fc.property(anyDistribution, anyDistribution, (target, draft) => {
        const rest = residual(target, draft);
        const accepted = draft.tokens.map(({ id, probability }) => {
          const verdict = testDraftedToken({ target, draft, token: id, random: 0.5 });
          return { id, mass: probability * verdict.probability };
        });
        const rejection = 1 - accepted.reduce((sum, token) => sum + token.mass, 0);
        const acceptedMass = new Map(accepted.map((token) => [token.id, token.mass]));
        for (let id = 0; id < 20; id++) {
          const emitted = (acceptedMass.get(id) ?? 0) + rejection * rest.probabilityOf(id);
          expect(emitted).toBeCloseTo(target.probabilityOf(id), 9);
        }
      }),
    );
  });
});

describe("sampling", () => {
  test("goes through the tokens best first", () => {
    const three = distribution(0.2, 0.5, 0.3);
    expect([0, 0.49, 0.51, 0.79, 0.81, 0.999].map((random) => sample(three, random))).toEqual([1, 1, 2, 2, 0, 0]);
  });

  test("a number on the border belongs to the next token", () => {
    expect(sample(distribution(0.5, 0.5), 0.5)).toBe(1);
  });

  test("always finds a token, also where rounding leaves the sum below 1", () => {
    const many = distribution(...Array.from({ length: 1000 }, (_, id) => 1 / (id + 3)));
    expect(sample(many, 1 - 2 ** -53)).toBe(999);
  });

  test("never draws a token without probability", () => {
    expect(sample(distribution(0, 1, 0), 0)).toBe(1);
  });
});
