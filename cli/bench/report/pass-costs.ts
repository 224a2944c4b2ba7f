import type { Passes } from "../../../contract/benchmark.ts";
import { PLAIN } from "../arms.ts";
import type { Measured } from "../benchmark.ts";
import { median, medianOrNull, ratio, sum } from "./statistics.ts";

/** What passes cost beside a plain token's, as the rounds of a benchmark had it. */
export interface PassCosts {
  /** v(m) by width m: the median over replies of a pass's time by that of a plain pass on the same prompt. */
  readonly v: readonly { readonly width: number; readonly value: number; readonly replies: number }[];
  /** c: one guess of the draft model by a plain pass; null where no model drafted. */
  readonly c: number | null;
}

/** @param plainOf the plain measurement on the same prompt in the same run */
export function passCosts(
  measured: readonly Measured[],
  plainOf: (measured: Measured) => Measured | undefined,
): PassCosts {
  const byWidth = new Map<number, number[]>();
  const guesses: number[] = [];
  for (const one of measured) {
    const plainMs = plainPassMs(plainOf(one));
    if (plainMs === null || one.figures === null) continue;
    for (const [width, passes] of groupByWidth(one.figures.passes)) {
      // By definition 1: what single tokens cost in other arms is no news about it.
      if (width === 1 && one.arm !== PLAIN) continue;
      const ms = ratio(sum(passes.map(({ verifyMs }) => verifyMs)), sum(passes.map(({ rounds }) => rounds)));
      if (ms !== null) byWidth.set(width, [...(byWidth.get(width) ?? []), ms / plainMs]);
    }
    const drafting = one.figures.passes.filter(({ drafter }) => drafter === "model");
    const guessMs = ratio(
      sum(drafting.map(({ draftMs }) => draftMs)),
      sum(drafting.map(({ rounds, width }) => rounds * (width - 1))),
    );
    if (guessMs !== null) guesses.push(guessMs / plainMs);
  }
  const v = [...byWidth]
    .map(([width, values]) => ({ width, value: median(values), replies: values.length }))
    .sort((left, right) => left.width - right.width);
  return { v, c: medianOrNull(guesses) };
}

/**
 * The speed-up that counts alone promise: S = E / (k c + v(k + 1)), Leviathan et al., 2211.17192, with measured v and c;
 * where drafts differ in length the mean over the rounds stands below the line. Null where something was not measured.
 */
export function theoreticalSpeedup(passes: readonly Passes[], emitted: number, { v, c }: PassCosts): number | null {
  const rounds = sum(passes.map((pass) => pass.rounds));
  const efficiency = ratio(emitted, rounds);
  if (efficiency === null || v.length === 0) return null;
  let cost = 0;
  for (const { drafter, width, rounds: times } of passes) {
    const guess = drafter === "model" ? c : 0;
    if (guess === null && width > 1) return null;
    cost += times * ((width - 1) * (guess ?? 0) + interpolate(v, width));
  }
  return ratio(efficiency * rounds, cost);
}

/** Between measured widths along a straight line; beyond them the nearest. */
function interpolate(v: PassCosts["v"], width: number): number {
  const upper = v.find((known) => known.width >= width);
  const lower = v.findLast((known) => known.width <= width);
  if (upper === undefined || lower === undefined) return (upper ?? lower)?.value ?? 1;
  if (upper.width === lower.width) return upper.value;
  return lower.value + ((upper.value - lower.value) * (width - lower.width)) / (upper.width - lower.width);
}

function plainPassMs(plain: Measured | undefined): number | null {
  const single = plain?.figures?.passes.find(({ width }) => width === 1);
  return single === undefined ? null : ratio(single.verifyMs, single.rounds);
}

function groupByWidth(passes: readonly Passes[]): ReadonlyMap<number, readonly Passes[]> {
  const groups = new Map<number, Passes[]>();
  for (const pass of passes) groups.set(pass.width, [...(groups.get(pass.width) ?? []), pass]);
  return groups;
}
