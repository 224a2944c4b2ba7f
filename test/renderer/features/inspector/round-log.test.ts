import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addRounds, emptyRoundLog } from "../../../../renderer/features/inspector/round-log.ts";
import { plainRound } from "../../support/rounds.ts";

const rounds = Array.from({ length: 30 }, (_, index) => plainRound(index, `${index}`));

describe("the rounds of a reply", () => {
  test("whatever comes twice, late or out of order, the rounds end up whole and in order", () => {
    const batch = fc
      .tuple(fc.nat(rounds.length - 1), fc.integer({ min: 1, max: 6 }))
      .map(([from, size]) => rounds.slice(from, from + size));
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 30 }), fc.boolean(), (batches, wholeFirst) => {
        const all = wholeFirst ? [rounds, ...batches] : [...batches, rounds];
        const log = all.reduce(addRounds, emptyRoundLog);
        expect(log.rounds).toEqual(rounds);
        expect(log.early).toEqual([]);
      }),
    );
  });

  test("rounds after a gap wait for the ones in front of them", () => {
    const gap = addRounds(emptyRoundLog, rounds.slice(5, 8));
    expect(gap.rounds).toEqual([]);
    expect(gap.early.map((round) => round.index)).toEqual([5, 6, 7]);
    const filled = addRounds(gap, rounds.slice(0, 5));
    expect(filled.rounds.map((round) => round.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(filled.early).toEqual([]);
  });

  test("what is known already changes nothing", () => {
    const log = addRounds(emptyRoundLog, rounds.slice(0, 3));
    expect(addRounds(log, rounds.slice(1, 3))).toBe(log);
  });
});
