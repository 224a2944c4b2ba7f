import type { Passes, RoundFigures } from "../../contract/benchmark.ts";
import { addToFigures, emptyFigures } from "../../contract/reply-figures.ts";
import type { Round } from "../../contract/trace.ts";

/** Adds up rounds: acceptance by position, and time by drafter and width. */
export function addRounds(rounds: readonly Round[]): RoundFigures {
  const { tested, byPosition, overheadMs } = addToFigures(emptyFigures, rounds);
  const passes = new Map<string, Passes>();
  for (const { drafted, drafter, timing } of rounds) {
    const width = drafted.length + 1;
    const key = `${drafter} ${width}`;
    const sum = passes.get(key) ?? { drafter, width, rounds: 0, draftMs: 0, verifyMs: 0 };
    passes.set(key, {
      ...sum,
      rounds: sum.rounds + 1,
      draftMs: sum.draftMs + timing.draftMs,
      verifyMs: sum.verifyMs + timing.verifyMs,
    });
  }
  return {
    tested,
    testedAt: byPosition.map((count) => count.tested),
    acceptedAt: byPosition.map((count) => count.accepted),
    passes: [...passes.values()],
    overheadMs,
  };
}
