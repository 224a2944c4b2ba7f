import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type LaneRows,
  rowAt,
  rowAtTop,
  rowCount,
  rowOfRound,
  rowTop,
} from "../../../../renderer/features/inspector/lane-rows.ts";
import { addRounds, emptyRoundLog } from "../../../../renderer/features/inspector/round-log.ts";
import type { ShownGuesses } from "../../../../renderer/features/inspector/shown-guesses.ts";
import { appendRounds, emptyTokenStream } from "../../../../renderer/features/inspector/token-stream.ts";
import { type Step, walk } from "../../../../renderer/features/inspector/token-walk.ts";
import { mismatchRound, plainRound, round } from "../../support/rounds.ts";

describe("the lines of the list of rounds", () => {
  const lines = (rows: LaneRows) => Array.from({ length: rowCount(rows) }, (_, index) => rowAt(rows, index));
  const rowsOf = (ks: readonly number[]) =>
    addRounds(
      emptyRoundLog,
      ks.map((k, index) => round(index, { k })),
    );

  test("say where k changes, and why", () => {
    const log = addRounds(addRounds(emptyRoundLog, [round(0), round(1)]), [
      round(2, { k: 7 }),
      round(3, { k: 0, reason: "draft-failed" }),
    ]);
    expect(lines(log).map((row) => (row?.kind === "pace" ? `k ${row.k} ${row.reason}` : row?.round.index))).toEqual([
      "k 4 fixed",
      0,
      1,
      "k 7 fixed",
      2,
      "k 0 draft-failed",
      3,
    ]);
    expect(rowAt(log, 7)).toBeUndefined();
  });

  test("stand one under the other, each where it is looked for", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 40 }), (ks) => {
        const rows = rowsOf(ks);
        let top = 0;
        for (const [index, row] of lines(rows).entries()) {
          expect(rowTop(rows, index)).toBeCloseTo(top);
          expect(rowAtTop(rows, rowTop(rows, index) + 0.01)).toBe(index);
          if (row?.kind === "round") expect(rowOfRound(rows, row.round.index)).toBe(index);
          top += row?.kind === "round" ? 1.75 : 1.625;
        }
        expect(rowTop(rows, rowCount(rows))).toBeCloseTo(top);
        expect(rowAtTop(rows, top + 100)).toBe(Math.max(0, rowCount(rows) - 1));
        expect(rowAtTop(rows, -1)).toBe(0);
      }),
    );
  });
});

describe("moving through tokens", () => {
  const stream = appendRounds(emptyTokenStream, [mismatchRound(0, ["a"], "x", "b"), plainRound(1, "c")]);
  const go = (
    from: readonly [number, `e${number}` | `d${number}`] | null,
    step: Step,
    guesses: ShownGuesses = "all",
  ) => {
    const place = from === null ? null : { round: from[0], slot: from[1] };
    return walk(stream, place, step, guesses)?.text;
  };

  test("steps by token and by round, and stops at the ends", () => {
    expect(go(null, "next")).toBe("a");
    expect(go([0, "e0"], "next")).toBe("x");
    expect(go([0, "d1"], "previous")).toBe("a");
    expect(go([0, "e0"], "next-round")).toBe("c");
    expect(go([1, "e0"], "previous-round")).toBe("a");
    expect(go([1, "e0"], "next")).toBe("c");
    expect(go([0, "e0"], "previous")).toBe("a");
    expect(go(null, "last")).toBe("c");
  });

  test("passes over what is hidden", () => {
    expect(go([0, "d1"], "next", "rejected")).toBe("b");
    expect(go([0, "e0"], "next", "none")).toBe("b");
  });

  test("an empty reply has nowhere to go", () => {
    expect(walk(emptyTokenStream, null, "next", "all")).toBeNull();
  });
});
