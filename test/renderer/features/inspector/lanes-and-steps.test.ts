import { describe, expect, test } from "vitest";
import { laneRows } from "../../../../renderer/features/inspector/lane-rows.ts";
import type { ShownGuesses } from "../../../../renderer/features/inspector/shown-guesses.ts";
import { appendRounds, emptyTokenStream } from "../../../../renderer/features/inspector/token-stream.ts";
import { type Step, walk } from "../../../../renderer/features/inspector/token-walk.ts";
import { mismatchRound, plainRound, round } from "../../support/rounds.ts";

test("the lanes say where k changes, and why", () => {
  const rows = laneRows([round(0), round(1), round(2, { k: 7 }), round(3, { k: 0, reason: "draft-failed" })]);
  expect(rows.map((row) => (row.kind === "pace" ? `k ${row.k} ${row.reason}` : row.round.index))).toEqual([
    "k 4 fixed",
    0,
    1,
    "k 7 fixed",
    2,
    "k 0 draft-failed",
    3,
  ]);
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
