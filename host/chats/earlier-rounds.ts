import type { Summary } from "../../contract/summary.ts";
import type { Round } from "../../contract/trace.ts";

type Counts = Pick<Summary, "rounds" | "drafted" | "tested" | "accepted"> & { readonly emitted: number };

/**
 * The summary of a whole reply that was continued: the engine counted what it decoded just now, the earlier rounds are
 * on record. The verdict measures the whole reply by the plain figure of the continuation.
 */
export function withEarlierRounds(summary: Summary, earlier: readonly Round[]): Summary {
  if (earlier.length === 0) return summary;
  const before = countRounds(earlier);
  const rounds = before.rounds + summary.rounds;
  const drafted = before.drafted + summary.drafted;
  const tested = before.tested + summary.tested;
  const accepted = before.accepted + summary.accepted;
  const emitted = before.emitted + summary.tokens.length - summary.givenTokens;
  const timing = {
    ...summary.timing,
    draftMs: summary.timing.draftMs + sum(earlier, (round) => round.timing.draftMs),
    verifyMs: summary.timing.verifyMs + sum(earlier, (round) => round.timing.verifyMs),
    overheadMs: summary.timing.overheadMs + sum(earlier, (round) => round.timing.overheadMs),
  };
  const ms = timing.draftMs + timing.verifyMs + timing.overheadMs;
  return {
    ...summary,
    rounds,
    drafted,
    tested,
    accepted,
    acceptanceRate: ratio(accepted, tested),
    draftYield: ratio(accepted, drafted),
    blockEfficiency: ratio(emitted, rounds),
    tokensPerSecond: ratio(emitted * 1000, ms),
    timing,
    verdict: summary.verdict === null ? null : judge(summary.verdict, ms / emitted, emitted),
  };
}

function judge(
  verdict: NonNullable<Summary["verdict"]>,
  msPerToken: number,
  tokens: number,
): NonNullable<Summary["verdict"]> {
  const { plainMsPerToken } = verdict;
  return {
    ...verdict,
    msPerToken,
    speedup: plainMsPerToken / msPerToken,
    savedMs: (plainMsPerToken - msPerToken) * tokens,
  };
}

function countRounds(rounds: readonly Round[]): Counts {
  const drafted = rounds.flatMap((round) => round.drafted);
  return {
    rounds: rounds.length,
    emitted: sum(rounds, (round) => round.emitted.length),
    drafted: drafted.length,
    tested: drafted.filter(({ verdict }) => verdict !== "untested").length,
    accepted: drafted.filter(({ verdict }) => verdict === "accepted").length,
  };
}

function sum(rounds: readonly Round[], figure: (round: Round) => number): number {
  return rounds.reduce((total, round) => total + figure(round), 0);
}

function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
