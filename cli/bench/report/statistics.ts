import { createSeededRandom } from "../seeded-random.ts";

/** Bootstrap samples drawn for an interval. */
const RESAMPLES = 2000;
/** The same figures always give the same interval. */
const SEED = 1;

/** A middle with a 95 % interval around it; both ends null where one value alone is known. */
export interface Estimate {
  readonly median: number;
  readonly low: number | null;
  readonly high: number | null;
  /** How many values it stands on. */
  readonly count: number;
}

/** The middle and how widely values lie around it. */
export interface Spread {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

/** Linear interpolation between the two nearest values (type 7 of Hyndman and Fan). @throws Error without values */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error("there is no quantile of nothing");
  return below + (above - below) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Null without values. */
export function medianOrNull(values: readonly number[]): number | null {
  return values.length === 0 ? null : median(values);
}

/** Null without values. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  return { median: median(values), lowerQuartile: quantile(values, 0.25), upperQuartile: quantile(values, 0.75) };
}

/**
 * The median with its 95 % percentile bootstrap interval (Efron and Tibshirani, An Introduction to the Bootstrap, 1993):
 * medians of samples drawn with replacement, the 2.5th to the 97.5th percentile of them. Null without values.
 */
export function estimateMedian(values: readonly number[]): Estimate | null {
  if (values.length === 0) return null;
  const estimate = { median: median(values), count: values.length };
  if (values.length === 1) return { ...estimate, low: null, high: null };
  const random = createSeededRandom(SEED);
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(values.map(() => values[Math.floor(random() * values.length)] ?? 0)),
  );
  return { ...estimate, low: quantile(medians, 0.025), high: quantile(medians, 0.975) };
}

/** numerator / denominator; null where there is nothing to divide by. */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
