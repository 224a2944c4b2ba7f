/** The running figures of a reply, added up round by round, with the meanings of the design's vocabulary. */
import type { ContextShift, Round } from "./trace.ts";

export interface PositionCount {
  readonly tested: number;
  readonly accepted: number;
}

export interface ReplyFigures {
  readonly rounds: number;
  readonly emitted: number;
  /** Emitted tokens that were decoded without a draft. */
  readonly plain: number;
  readonly drafted: number;
  /** accepted + rejected; untested guesses are never counted. */
  readonly tested: number;
  readonly accepted: number;
  readonly draftMs: number;
  readonly verifyMs: number;
  readonly overheadMs: number;
  /** By position in the draft, the first guess first. */
  readonly byPosition: readonly PositionCount[];
  /** Each k in force, in the order they came; rounds that a limit shortened are left out. */
  readonly ks: readonly number[];
  /** Where turns left the context. */
  readonly shifts: readonly ContextShift[];
}

export const emptyFigures: ReplyFigures = {
  rounds: 0,
  emitted: 0,
  plain: 0,
  drafted: 0,
  tested: 0,
  accepted: 0,
  draftMs: 0,
  verifyMs: 0,
  overheadMs: 0,
  byPosition: [],
  ks: [],
  shifts: [],
};

export function addToFigures(figures: ReplyFigures, rounds: readonly Round[]): ReplyFigures {
  return rounds.reduce(addRound, figures);
}

/** accepted / tested; null before anything was tested. */
export function acceptanceRate(figures: ReplyFigures): number | null {
  return ratio(figures.accepted, figures.tested);
}

/** Emitted tokens per round; null before the first round. */
export function blockEfficiency(figures: ReplyFigures): number | null {
  return ratio(figures.emitted, figures.rounds);
}

/** Emitted tokens per second of draft, verify and overhead time: cumulative, without load and prefill. */
export function tokensPerSecond(figures: ReplyFigures): number | null {
  return ratio(figures.emitted * 1_000, figures.draftMs + figures.verifyMs + figures.overheadMs);
}

function addRound(figures: ReplyFigures, round: Round): ReplyFigures {
  const byPosition = [...figures.byPosition];
  let tested = 0;
  let accepted = 0;
  round.drafted.forEach((token, position) => {
    if (token.verdict === "untested") return;
    const kept = token.verdict === "accepted" ? 1 : 0;
    const before = byPosition[position] ?? { tested: 0, accepted: 0 };
    byPosition[position] = { tested: before.tested + 1, accepted: before.accepted + kept };
    tested += 1;
    accepted += kept;
  });
  return {
    rounds: figures.rounds + 1,
    emitted: figures.emitted + round.emitted.length,
    plain: figures.plain + round.emitted.filter((token) => token.origin === "plain").length,
    drafted: figures.drafted + round.drafted.length,
    tested: figures.tested + tested,
    accepted: figures.accepted + accepted,
    draftMs: figures.draftMs + round.timing.draftMs,
    verifyMs: figures.verifyMs + round.timing.verifyMs,
    overheadMs: figures.overheadMs + round.timing.overheadMs,
    byPosition,
    ks: addK(figures.ks, round),
    shifts: round.shift === undefined ? figures.shifts : [...figures.shifts, round.shift],
  };
}

function addK(ks: readonly number[], round: Round): readonly number[] {
  const inForce = round.reason === "fixed" || round.reason === "off";
  return inForce && ks.at(-1) !== round.k ? [...ks, round.k] : ks;
}

function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
