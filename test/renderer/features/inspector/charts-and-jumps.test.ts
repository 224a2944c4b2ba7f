import { describe, expect, test } from "vitest";
import { acceptedLengths, speedCurve } from "../../../../contract/reply-charts.ts";
import { findJumps } from "../../../../renderer/features/inspector/jumps.ts";
import { drafted, emitted, mismatchRound, plainRound, round } from "../../support/rounds.ts";

const timing = (ms: number) => ({ timing: { draftMs: 0, verifyMs: ms, overheadMs: 0 } });
const kept = (index: number, texts: readonly string[], bonus: string) =>
  round(index, {
    drafted: texts.map((text) => drafted(text, "accepted")),
    emitted: [...texts.map((text) => emitted(text, "accepted")), emitted(bonus, "bonus")],
    end: "all-accepted",
  });

describe("the histogram of accepted lengths", () => {
  test("counts rounds by kept guesses, with the lengths that never came, and without plain rounds", () => {
    const rounds = [mismatchRound(0, ["a", "b"], "x", "c"), mismatchRound(1, [], "y", "d"), plainRound(2, "e")];
    expect(acceptedLengths([...rounds, mismatchRound(3, [], "y", "d")])).toEqual([
      { length: 0, rounds: 2 },
      { length: 1, rounds: 0 },
      { length: 2, rounds: 1 },
    ]);
    expect(acceptedLengths([plainRound(0, "e")])).toEqual([]);
  });
});

describe("the speed over a reply", () => {
  const rounds = Array.from({ length: 1000 }, (_, index) => ({
    ...plainRound(index, "a"),
    ...timing(index < 500 ? 10 : 30),
  }));

  test("is cumulative, ends with the reply's own figure, and has no more points than asked for", () => {
    const curve = speedCurve(rounds, 50);
    expect(curve).toHaveLength(50);
    expect(curve.at(0)?.perSecond).toBeCloseTo(100);
    expect(curve.at(-1)).toMatchObject({ tokens: 1000, ms: 20_000, perSecond: 50 });
  });

  test("a short reply has a point for every round", () => {
    expect(speedCurve(rounds.slice(0, 3), 50).map((point) => point.tokens)).toEqual([1, 2, 3]);
    expect(speedCurve([], 50)).toEqual([]);
  });
});

describe("the places worth a look", () => {
  const rounds = [
    { ...mismatchRound(0, ["a"], "x", "b"), ...timing(20) },
    { ...kept(1, ["c", "d"], "e"), ...timing(30) },
    { ...mismatchRound(2, ["f"], "y", "g"), ...timing(90) },
    { ...plainRound(3, "h"), ...timing(500) },
  ];

  test("the worst rounds are those with most time for a token; plain rounds cannot be bad ones", () => {
    const { worstRounds } = findJumps(rounds, 2);
    expect(worstRounds.map(({ round: index, slot, figure }) => [index, slot, figure])).toEqual([
      [2, "d1", 45],
      [0, "d1", 10],
    ]);
  });

  test("a run of kept guesses goes on over a bonus token and ends at a correction", () => {
    const [longest] = findJumps(rounds, 1).longestRuns;
    expect(longest).toMatchObject({ round: 1, slot: "e0", figure: 3 });
  });

  test("the least certain tokens are the emitted ones with the lowest p", () => {
    const unsure = round(0, {
      drafted: [drafted("x", "rejected", { p: 0.001 })],
      emitted: [emitted("a", "correction", { p: 0.04 }), emitted("", "bonus", { p: 0.01 })],
    });
    const [first, second] = findJumps([unsure, ...rounds.slice(1)], 2).leastCertain;
    expect(first).toMatchObject({ round: 0, slot: "e0", figure: 0.04 });
    expect(second?.figure).toBe(0.6);
  });
});
