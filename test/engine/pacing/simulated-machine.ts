import { type AutoDecision, AutoPace, type AutoPaceOptions } from "../../../engine/pacing/auto-pace.ts";
import { CostCurve } from "../../../engine/pacing/cost-curve.ts";
import { DraftCost } from "../../../engine/pacing/draft-cost.ts";
import { PlainTiming } from "../../../engine/pacing/plain-timing.ts";
import { createRandomSource, type RandomSource } from "../../../engine/sampling/random-source.ts";

/** A stretch of text, and how well it can be guessed: chance of each token given that those before it were guessed. */
export interface Phase {
  readonly tokens: number;
  readonly acceptance: number;
}

export interface Machine {
  /** Milliseconds of a target pass by its width at the start of the text. */
  readonly verifyMs: (width: number) => number;
  /** Milliseconds of one guess. */
  readonly draftMs: number;
  readonly limit: number;
  /** Passes take this share longer with each token of the text. */
  readonly slowdownPerToken?: number;
}

export interface SimulatedRound {
  readonly phase: number;
  readonly decision: AutoDecision;
}

/**
 * Whether each token of a text can be guessed. That belongs to the text, not to the round, so that every way to choose k
 * meets the same luck.
 */
export function writeText(phases: readonly Phase[], seed: number): readonly (readonly boolean[])[] {
  const random = createRandomSource(seed);
  return phases.map(({ tokens, acceptance }) => Array.from({ length: tokens }, () => random.next() < acceptance));
}

/** v(m) through the points measured, straight between them and on beyond the last. */
export function through(points: Readonly<Record<number, number>>): (width: number) => number {
  const curve = new CostCurve(new Map(Object.entries(points).map(([width, ms]) => [Number(width), ms])));
  return (width) => curve.at(width);
}

/** 10 % either way, and one timing in 50 five times too long. */
export function noisy(ms: number, random: RandomSource): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return ms * Math.exp(0.1 * normal) * (random.next() < 0.02 ? 5 : 1);
}

/** Milliseconds for the whole text with the best fixed k of each phase, as an oracle would choose them. */
export function oracleMs(machine: Machine, text: readonly (readonly boolean[])[]): number {
  let start = 0;
  let total = 0;
  for (const phase of text) {
    const times = Array.from({ length: machine.limit + 1 }, (_unused, k) => fixedMs(machine, phase, k, start));
    total += Math.min(...times);
    start += phase.length;
  }
  return total;
}

function fixedMs(machine: Machine, hits: readonly boolean[], k: number, start: number): number {
  let ms = 0;
  for (let position = 0; position < hits.length; ) {
    ms += roundMs(machine, k, start + position);
    position += acceptedFrom(hits, position, k) + 1;
  }
  return ms;
}

function acceptedFrom(hits: readonly boolean[], position: number, k: number): number {
  const miss = hits.slice(position, position + k).indexOf(false);
  return miss === -1 ? Math.min(k, hits.length - position) : miss;
}

function roundMs(machine: Machine, k: number, depth: number): number {
  const slowdown = 1 + depth * (machine.slowdownPerToken ?? 0);
  return (machine.verifyMs(k + 1) + k * machine.draftMs) * slowdown;
}

/**
 * Decodes a text with k = auto on a virtual clock. What the pace is told is noisy; the milliseconds returned are the true
 * ones, so that they judge its decisions and not its luck with the noise.
 */
export function decodeWithAuto(
  machine: Machine,
  text: readonly (readonly boolean[])[],
  seed: number,
  options: { readonly pace?: AutoPace; readonly measuredAtLoad?: readonly number[] } & Pick<
    AutoPaceOptions,
    "allowedWidths"
  > = {},
): { readonly ms: number; readonly rounds: readonly SimulatedRound[]; readonly pace: AutoPace } {
  const random = createRandomSource(seed);
  const load = (ms: number): number => [1, 2, 3].map(() => noisy(ms, random)).sort((a, b) => a - b)[1] ?? ms;
  let clock = 0;
  const widths = options.measuredAtLoad ?? [1, 2, 4, 8, 16];
  const free = machine.draftMs === 0;
  const pace =
    options.pace ??
    new AutoPace({
      target: new CostCurve(new Map(widths.map((width) => [width, load(machine.verifyMs(width))]))),
      draft: free
        ? null
        : new DraftCost(new CostCurve(new Map(widths.length === 0 ? [] : [[1, load(machine.draftMs)]]))),
      plain: new PlainTiming(() => clock, { source: "measured-at-load", at: 0 }),
      ...(options.allowedWidths === undefined ? {} : { allowedWidths: options.allowedWidths }),
    });
  const hits = text.flat();
  const ends = text.map((_phase, index) => text.slice(0, index + 1).flat().length);
  const rounds: SimulatedRound[] = [];
  let position = 0;
  while (position < hits.length) {
    const decision = pace.decide(Math.min(machine.limit, hits.length - position - 1));
    const slowdown = 1 + position * (machine.slowdownPerToken ?? 0);
    const accepted = acceptedFrom(hits, position, decision.k);
    const tested = Math.min(decision.k, accepted + 1);
    const ms = roundMs(machine, decision.k, position);
    rounds.push({ phase: ends.findIndex((end) => position < end), decision });
    pace.observe({
      drafted: decision.k,
      accepted,
      tested,
      width: decision.k + 1,
      draftMs: decision.k === 0 ? 0 : noisy(decision.k * machine.draftMs * slowdown, random),
      verifyMs: noisy(machine.verifyMs(decision.k + 1) * slowdown, random),
    });
    clock += ms;
    position += accepted + 1;
  }
  return { ms: clock, rounds, pace };
}
