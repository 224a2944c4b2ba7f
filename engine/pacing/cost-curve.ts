import type { WidthCost } from "../../contract/costs.ts";
import { nonDecreasing } from "./non-decreasing.ts";

/*
 * The variances below are of logarithms, so a deviation of 0.1 stands for 10 %.
 */

/** One timing on a computer that does other things as well. */
const TIMING_NOISE = 0.1 ** 2;
/** The first timing of all may be an outlier, and there is nothing to tell by. */
const FIRST_TIMING = 0.3 ** 2;
/** A width between timed ones: how far a straight line may be off where backends change their kernels. */
const BETWEEN = 0.15 ** 2;
/** A width beyond the timed ones: how far the slope may be off, for each doubling. */
const BEYOND = 0.3 ** 2;
/** How much the common factor may move from one pass to the next: the context grows, clocks and other load change. */
const FACTOR_DRIFT = 0.01 ** 2;
/** How much one width may move against the others: hardly, but what is old must not count as certain. */
const WIDTH_DRIFT = 0.003 ** 2;
/** A new reply may start at quite another depth than the last one ended at. */
const FACTOR_AT_START = 0.2 ** 2;
/** From so many standard deviations above what was expected a timing is an outlier. */
const OUTLIER = 2;
/**
 * Where only one width was timed each further column is taken to cost this share of a pass over one: between CUDA
 * (about 0.05) and a CPU (about 0.4). Rather low, since a width that is believed cheap is soon timed, and one that is
 * believed dear never.
 */
const PRIOR_SLOPE = 0.15;

/** What is known of one width. */
interface Timed {
  readonly width: number;
  /** Logarithm of milliseconds, without the common factor. */
  logMs: number;
  variance: number;
}

/**
 * Milliseconds of a model's pass by its width: T(m). A timing corrects two things at once, a factor that all widths share
 * (the context's depth, the clock rate, other programs) and the width's own share, each as far as it is uncertain
 * (two scalar Kalman filters over logarithms; their covariance is left out). So passes over five columns also say how
 * slow a pass over one has become, and a width that was never timed before does not move the others.
 */
export class CostCurve {
  /** In the order of width. */
  readonly #timed: Timed[] = [];
  #logFactor = 0;
  #factorVariance = FACTOR_AT_START;
  /** Outliers in a row. */
  #outliers = 0;
  /** The timed widths, smoothed, without the common factor; null: to be made. */
  #fit: readonly { readonly width: number; readonly ms: number }[] | null = null;

  /** @param initial milliseconds by width, as measured before; may be empty */
  constructor(initial: ReadonlyMap<number, number> = new Map()) {
    for (const [width, ms] of initial) if (isDuration(ms)) this.#add(width, Math.log(ms), TIMING_NOISE);
  }

  /** What {@link widths} said once. */
  static from(widths: readonly WidthCost[]): CostCurve {
    const curve = new CostCurve();
    for (const { width, ms, variance } of widths.toSorted((a, b) => a.width - b.width)) {
      curve.#add(width, Math.log(ms), variance);
    }
    return curve;
  }

  /** All that was timed, as it stands now. */
  get widths(): readonly WidthCost[] {
    const factor = Math.exp(this.#logFactor);
    return this.#timed.map(({ width, logMs, variance }) => ({ width, ms: Math.exp(logMs) * factor, variance }));
  }

  /** False while no width at all was timed; {@link at} has nothing to say then. */
  get isKnown(): boolean {
    return this.#timed.length > 0;
  }

  /** The largest width that was timed; 0: none. */
  get widest(): number {
    return this.#timed.at(-1)?.width ?? 0;
  }

  /** What is known of the widths holds, but how they all stand now is open: a reply starts. */
  loosen(): void {
    this.#factorVariance = Math.max(this.#factorVariance, FACTOR_AT_START);
  }

  /** Takes in the time of one pass. Times that are not above 0 say nothing and are passed over. */
  observe(width: number, ms: number): void {
    if (!isDuration(ms)) return;
    if (!this.isKnown) {
      this.#add(width, Math.log(ms) - this.#logFactor, FIRST_TIMING);
      return;
    }
    const timed =
      this.#timed.find((known) => known.width === width) ??
      this.#add(width, Math.log(this.#withoutFactor(width)), this.#varianceOf(width));
    for (const known of this.#timed) known.variance += WIDTH_DRIFT;
    this.#factorVariance += FACTOR_DRIFT;

    const surprise = Math.log(ms) - timed.logMs - this.#logFactor;
    const expected = timed.variance + this.#factorVariance;
    const uncertainty = expected + this.#noiseOf(surprise, expected);
    const widthGain = timed.variance / uncertainty;
    const factorGain = this.#factorVariance / uncertainty;
    timed.logMs += widthGain * surprise;
    timed.variance *= 1 - widthGain;
    this.#logFactor += factorGain * surprise;
    this.#factorVariance *= 1 - factorGain;
    this.#fit = null;
  }

  /**
   * Milliseconds of a pass over `width` columns now. Between timed widths it is interpolated, beyond them it rises on
   * as it did on the whole, and it never falls with the width, whatever the noise said.
   *
   * @throws Error where no width was timed ({@link isKnown})
   */
  at(width: number): number {
    return Math.exp(this.#logFactor) * this.#withoutFactor(width);
  }

  /** The least that a pass over `width` columns may well take: {@link at}, less a standard deviation. */
  atBest(width: number): number {
    return this.at(width) * Math.exp(-Math.sqrt(this.#varianceOf(width)));
  }

  #withoutFactor(width: number): number {
    this.#fit ??= this.#smooth();
    const fit = this.#fit;
    const first = fit[0];
    const last = fit.at(-1);
    if (first === undefined || last === undefined) throw new Error("no pass was timed yet");
    if (width <= first.width) return (first.ms * priorShape(width)) / priorShape(first.width);
    const above = fit.findIndex((knot) => knot.width >= width);
    const upper = fit[above];
    const lower = fit[above - 1];
    if (upper !== undefined && lower !== undefined) return line(lower, upper, width);
    return last === first ? (last.ms * priorShape(width)) / priorShape(last.width) : line(first, last, width, last);
  }

  #smooth(): readonly { readonly width: number; readonly ms: number }[] {
    const values = this.#timed.map(({ logMs, variance }) => ({ value: logMs, weight: 1 / variance }));
    const smooth = nonDecreasing(values);
    return this.#timed.map(({ width, logMs }, index) => ({ width, ms: Math.exp(smooth[index] ?? logMs) }));
  }

  #varianceOf(width: number): number {
    const upper = this.#timed.find((known) => known.width >= width);
    const lower = this.#timed.findLast((known) => known.width < width);
    if (upper?.width === width) return upper.variance;
    if (upper !== undefined && lower !== undefined) return BETWEEN;
    const nearest = upper ?? lower;
    return nearest === undefined ? BEYOND : nearest.variance + BEYOND * Math.abs(Math.log2(width / nearest.width));
  }

  #add(width: number, logMs: number, variance: number): Timed {
    const timed: Timed = { width, logMs, variance };
    const above = this.#timed.findIndex((known) => known.width > width);
    this.#timed.splice(above === -1 ? this.#timed.length : above, 0, timed);
    this.#fit = null;
    return timed;
  }

  /**
   * A pass is never faster than the machine, but anything may slow it down: one that is far too slow is taken to be as
   * noisy as that, so it hardly counts. Each that follows counts for more: then it is the machine that has changed.
   */
  #noiseOf(surprise: number, expected: number): number {
    const isOutlier = surprise > OUTLIER * Math.sqrt(expected + TIMING_NOISE);
    this.#outliers = isOutlier ? this.#outliers + 1 : 0;
    if (!isOutlier) return TIMING_NOISE;
    return Math.max(TIMING_NOISE, (surprise / (OUTLIER * this.#outliers)) ** 2 - expected);
  }
}

interface Point {
  readonly width: number;
  readonly ms: number;
}

/** The line with the slope from `left` to `right`, through `through`. */
function line(left: Point, right: Point, width: number, through: Point = left): number {
  const slope = (right.ms - left.ms) / (right.width - left.width);
  return through.ms + slope * (width - through.width);
}

/** v(m) where nothing is known. */
function priorShape(width: number): number {
  return 1 + PRIOR_SLOPE * (width - 1);
}

function isDuration(ms: number): boolean {
  return ms > 0 && Number.isFinite(ms);
}
