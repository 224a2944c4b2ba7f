import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lengthThatPays, paysToGoOn, RecentPace, type RoundCosts } from "../../../engine/pacing/stop-rule.ts";

/** Each further column costs a tenth of a pass. */
const even: RoundCosts = { verifyMs: (width) => 10 + (width - 1), guessMs: 1, tokenMs: 10 };
/** The kernel for five columns takes eight for the same price. */
const stepped: RoundCosts = { ...even, verifyMs: (width) => (width <= 4 ? 10 + width : 24) };

const same = (chance: number, count: number): number[] => Array.from({ length: count }, () => chance);

describe("how many guesses at hand are worth sending", () => {
  it("is all of them where each is worth more than its column", () => {
    expect(lengthThatPays(same(1, 64), even)).toBe(64);
  });

  it("ends where the chance that all are kept no longer pays for a column", () => {
    // 0.5 ** 3 = 0.125 tokens of 10 ms are worth more than 1 ms, 0.5 ** 4 are not.
    expect(lengthThatPays(same(0.5, 16), even)).toBe(3);
    expect(lengthThatPays(same(0.05, 16), even)).toBe(0);
    expect(lengthThatPays([], even)).toBe(0);
  });

  it("looks across a step of the kernel", () => {
    expect(lengthThatPays(same(0.9, 4), stepped)).toBe(3);
    expect(lengthThatPays(same(0.9, 16), stepped)).toBe(16);
  });

  it("is the best length there is, whatever the costs", () => {
    const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
    const steps = fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 21, maxLength: 21 });
    fc.assert(
      fc.property(chances, steps, (some, added) => {
        const verifyMs = (width: number): number => added.slice(0, width).reduce((sum, ms) => sum + ms, 1);
        const net = (length: number): number => {
          let kept = 1;
          const gained = some.slice(0, length).reduce((sum, chance) => {
            kept *= chance;
            return sum + 10 * kept;
          }, 0);
          return gained - (verifyMs(length + 1) - verifyMs(1));
        };
        const chosen = lengthThatPays(some, { verifyMs, tokenMs: 10 });
        for (let length = 0; length <= some.length; length++) {
          expect(net(chosen)).toBeGreaterThanOrEqual(net(length) - 1e-9);
        }
      }),
    );
  });
});

describe("whether another guess pays", () => {
  const ahead = { drafted: 2, usual: 0.5, isKnown: false, limit: 16 };

  it("weighs its chance against its column and the draft's time", () => {
    // It costs 1 ms to draft and 1 ms to verify.
    expect(paysToGoOn({ ...ahead, kept: 0.21 }, even)).toBe(true);
    expect(paysToGoOn({ ...ahead, kept: 0.19, usual: 0 }, even)).toBe(false);
    expect(paysToGoOn({ ...ahead, kept: 0.19, usual: 0, isKnown: true }, even)).toBe(true);
  });

  it("counts what may follow it", () => {
    const four = { ...ahead, drafted: 3, kept: 0.7 };
    expect(paysToGoOn({ ...four, usual: 0.2 }, stepped)).toBe(false);
    expect(paysToGoOn({ ...four, usual: 0.9 }, stepped)).toBe(true);
    expect(paysToGoOn({ ...four, usual: 0.9, limit: 4 }, stepped)).toBe(false);
  });

  it("says no where nothing more is allowed", () => {
    expect(paysToGoOn({ ...ahead, kept: 1, limit: 2 }, even)).toBe(false);
  });
});

describe("the recent pace", () => {
  it("is plain decoding's until a round is known, and never worse", () => {
    const recent = new RecentPace();
    expect(recent.msPerToken(10)).toBe(10);
    recent.observe(20, 4);
    expect(recent.msPerToken(10)).toBe(5);
    for (let round = 0; round < 50; round++) recent.observe(30, 1);
    expect(recent.msPerToken(10)).toBe(10);
  });
});
