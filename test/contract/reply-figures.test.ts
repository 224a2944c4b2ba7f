import { describe, expect, test } from "vitest";
import {
  acceptanceRate,
  addToFigures,
  blockEfficiency,
  emptyFigures,
  tokensPerSecond,
} from "../../contract/reply-figures.ts";
import { mismatchRound, plainRound, round } from "../renderer/support/rounds.ts";

describe("the figures of a reply", () => {
  const figures = addToFigures(emptyFigures, [mismatchRound(0, ["a", "b"], "x", "c"), mismatchRound(1, [], "y", "d")]);

  test("untested guesses count as drafted and not as tested", () => {
    expect(figures).toMatchObject({ drafted: 6, tested: 4, accepted: 2, emitted: 4, rounds: 2 });
    expect(acceptanceRate(figures)).toBe(0.5);
  });

  test("rates are over the whole reply so far", () => {
    expect(blockEfficiency(figures)).toBe(2);
    expect(tokensPerSecond(figures)).toBe(50);
  });

  test("positions count what was tested there", () => {
    expect(figures.byPosition).toEqual([
      { tested: 2, accepted: 1 },
      { tested: 1, accepted: 1 },
      { tested: 1, accepted: 0 },
    ]);
  });

  test("without a denominator there is no rate", () => {
    expect(acceptanceRate(emptyFigures)).toBeNull();
    expect(blockEfficiency(emptyFigures)).toBeNull();
    expect(tokensPerSecond(emptyFigures)).toBeNull();
    expect(acceptanceRate(addToFigures(emptyFigures, [plainRound(0, "a")]))).toBeNull();
  });

  test("where turns left the context is known as the rounds come", () => {
    const shift = { at: 3, messages: 2, tokens: 40 };
    expect(addToFigures(figures, [{ ...plainRound(2, "e"), shift }, plainRound(3, "f")]).shifts).toEqual([shift]);
  });

  test("plain tokens are counted", () => {
    expect(addToFigures(figures, [plainRound(2, "e")]).plain).toBe(1);
  });

  test("every k that was in force is listed once in a row; rounds shortened by a limit are left out", () => {
    const rounds = [
      round(0, { k: 4 }),
      round(1, { k: 4 }),
      round(2, { k: 7 }),
      round(3, { k: 2, reason: "max-tokens" }),
      round(4, { k: 4 }),
    ];
    expect(addToFigures(emptyFigures, rounds).ks).toEqual([4, 7, 4]);
  });

  test("adding piece by piece is the same as adding at once", () => {
    const rounds = [mismatchRound(0, ["a"], "x", "b"), plainRound(1, "c"), mismatchRound(2, [], "y", "d")];
    const [first, ...rest] = rounds;
    const pieces = rest.reduce(
      (sum, next) => addToFigures(sum, [next]),
      addToFigures(emptyFigures, first ? [first] : []),
    );
    expect(pieces).toEqual(addToFigures(emptyFigures, rounds));
  });
});
