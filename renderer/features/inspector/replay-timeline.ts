/**
 * A stored reply laid out in time, as its trace says it was written: every guess when it was drafted, every verdict when
 * the round ended. A place in it is a step: step 0 is the empty reply, each drafted token is one, each end of a round one.
 */
import type { Round } from "../../../contract/trace.ts";

export interface Timeline {
  readonly rounds: readonly Round[];
  /** The last step: the whole reply. */
  readonly lastStep: number;
  readonly totalMs: number;
  /** Per round: the steps, and the milliseconds, that lie before it. */
  readonly stepsBefore: readonly number[];
  readonly msBefore: readonly number[];
}

/** What is to be seen at a step. */
export interface Moment {
  /** The round being written, or just done; 0 also before the first. */
  readonly round: number;
  /** How many of its guesses are drafted. */
  readonly drafted: number;
  /** Whether the target has spoken: the round is done. */
  readonly verified: boolean;
  /** Milliseconds of decoding up to here. */
  readonly atMs: number;
}

export function createTimeline(rounds: readonly Round[]): Timeline {
  const stepsBefore: number[] = [];
  const msBefore: number[] = [];
  let steps = 0;
  let ms = 0;
  for (const round of rounds) {
    stepsBefore.push(steps);
    msBefore.push(ms);
    steps += round.drafted.length + 1;
    ms += durationOf(round);
  }
  return { rounds, lastStep: steps, totalMs: ms, stepsBefore, msBefore };
}

export function momentAt(timeline: Timeline, step: number): Moment {
  const wanted = clampStep(timeline, step);
  if (wanted === 0) return { round: 0, drafted: 0, verified: false, atMs: 0 };
  const index = lastBelow(timeline.stepsBefore, wanted);
  const round = timeline.rounds[index];
  const before = timeline.msBefore[index] ?? 0;
  if (round === undefined) return { round: 0, drafted: 0, verified: false, atMs: 0 };
  const drafted = wanted - (timeline.stepsBefore[index] ?? 0);
  const guesses = round.drafted.length;
  return drafted > guesses
    ? { round: index, drafted: guesses, verified: true, atMs: before + durationOf(round) }
    : { round: index, drafted, verified: false, atMs: before + (round.timing.draftMs * drafted) / guesses };
}

/** The last step that has happened by then. */
export function stepAt(timeline: Timeline, ms: number): number {
  const index = timeline.msBefore.findLastIndex((before) => before <= ms);
  const round = timeline.rounds[index];
  if (round === undefined) return 0;
  const start = timeline.stepsBefore[index] ?? 0;
  const within = ms - (timeline.msBefore[index] ?? 0);
  const guesses = round.drafted.length;
  if (within >= durationOf(round)) return start + guesses + 1;
  const { draftMs } = round.timing;
  return start + (draftMs <= 0 ? guesses : Math.min(guesses, Math.floor((within / draftMs) * guesses)));
}

/** The step at which the next round ends, or the one before it did. */
export function roundStep(timeline: Timeline, step: number, direction: "next" | "previous"): number {
  const ends = timeline.stepsBefore;
  if (direction === "next") return ends.find((end) => end > step) ?? timeline.lastStep;
  return ends.findLast((end) => end < step) ?? 0;
}

/** The step at which a round is done. */
export function endOfRound(timeline: Timeline, round: number): number {
  return timeline.stepsBefore[round + 1] ?? timeline.lastStep;
}

export function clampStep(timeline: Timeline, step: number): number {
  return Math.min(timeline.lastStep, Math.max(0, step));
}

function durationOf({ timing }: Round): number {
  return timing.draftMs + timing.verifyMs + timing.overheadMs;
}

/** The index of the last entry below a value; entries rise. Bisected: a long reply is asked at every frame. */
function lastBelow(entries: readonly number[], value: number): number {
  let low = 0;
  let high = entries.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((entries[middle] ?? 0) < value) low = middle;
    else high = middle - 1;
  }
  return low;
}
