import type { Passes, RoundFigures } from "../../contract/benchmark.ts";
import type { Round } from "../../contract/trace.ts";

/** Adds up rounds: acceptance by position, and time by drafter and width. */
export function addRounds(rounds: readonly Round[]): RoundFigures {
  const testedAt: number[] = [];
  const acceptedAt: number[] = [];
  const passes = new Map<string, Passes>();
  let overheadMs = 0;
  for (const { drafted, drafter, timing } of rounds) {
    for (const [position, { verdict }] of drafted.entries()) {
      if (verdict === "untested") break;
      testedAt[position] = (testedAt[position] ?? 0) + 1;
      acceptedAt[position] = (acceptedAt[position] ?? 0) + (verdict === "accepted" ? 1 : 0);
    }
    const width = drafted.length + 1;
    const key = `${drafter} ${width}`;
    const sum = passes.get(key) ?? { drafter, width, rounds: 0, draftMs: 0, verifyMs: 0 };
    passes.set(key, {
      ...sum,
      rounds: sum.rounds + 1,
      draftMs: sum.draftMs + timing.draftMs,
      verifyMs: sum.verifyMs + timing.verifyMs,
    });
    overheadMs += timing.overheadMs;
  }
  const tested = testedAt.reduce((sum, times) => sum + times, 0);
  return { tested, testedAt, acceptedAt, passes: [...passes.values()], overheadMs };
}
