import { needsDraft, PLAIN, readArm } from "../arms.ts";
import type { Benchmark, Measured } from "../benchmark.ts";
import { stepKey } from "../plan.ts";
import { type PassCosts, passCosts, theoreticalSpeedup } from "./pass-costs.ts";
import {
  type Estimate,
  estimateMedian,
  median,
  medianOrNull,
  ratio,
  type Spread,
  spreadOf,
  sum,
} from "./statistics.ts";

/** How guesses fared, over some replies together. Rates are null where nothing was drafted. */
export interface Guesses {
  /** accepted / tested; of the library's loops, which do not tell them apart, accepted / drafted. */
  readonly acceptanceRate: number | null;
  /** accepted / tested by position in the draft. */
  readonly acceptanceAt: readonly (number | null)[];
  readonly blockEfficiency: number | null;
}

export interface CategoryReport extends Guesses {
  readonly category: string;
  /** Time per token of plain decoding / of this arm, paired by prompt. */
  readonly speedup: Estimate | null;
  /** What theory makes of the counts of the category; null for plain decoding and the library's loops. */
  readonly theory: number | null;
}

/** Shares of the time from the end of prefill to the last token. */
export interface TimeSplit {
  readonly draft: number;
  readonly verify: number;
  /** What rounds took beyond the two. */
  readonly overhead: number;
  /** Between rounds: texts, records, messages. */
  readonly between: number;
}

export interface ArmReport extends Guesses {
  readonly arm: string;
  readonly replies: number;
  readonly tokens: number;
  readonly msPerToken: Spread | null;
  readonly tokensPerSecond: number | null;
  readonly speedup: Estimate | null;
  /** What theory makes of the counts; null for the library's loops. */
  readonly theory: number | null;
  readonly categories: readonly CategoryReport[];
  /** Null for the library's loops. */
  readonly split: TimeSplit | null;
  /** Wall-clock time beyond what llama.cpp says it evaluated for. */
  readonly beyondNative: { readonly share: number; readonly msPerRound: number } | null;
  /** Replies with the tokens of plain decoding; null at temperature > 0. */
  readonly identical: {
    readonly same: number;
    readonly compared: number;
    readonly firstDifference: number | null;
  } | null;
  /** Median of the engine process when a reply ended. */
  readonly residentBytes: number | null;
}

/** Two arms side by side, paired by prompt: above 1 the first is faster. */
export interface Comparison {
  readonly arm: string;
  readonly reference: string;
  readonly all: Estimate | null;
  readonly categories: readonly { readonly category: string; readonly ratio: Estimate | null }[];
}

export interface Report {
  readonly categories: readonly string[];
  readonly arms: readonly ArmReport[];
  /** Outrider's arms against the library's ways to do the same. */
  readonly againstLibrary: readonly Comparison[];
  /** Each drafter's auto against the best of its fixed k. */
  readonly autoAgainstFixed: readonly Comparison[];
  /** The same with more on record: what capture `candidates` costs. */
  readonly candidates: readonly Comparison[];
  readonly costs: PassCosts;
  readonly peakResidentBytes: number | null;
}

/** What the measurements of a benchmark say. */
export function makeReport({ header, measurements }: Benchmark): Report {
  const arms = header.settings.arms.filter((arm) => measurements.some((one) => one.arm === arm));
  const categories = [...new Set(measurements.map(({ category }) => category))].sort();
  const byStep = new Map(measurements.map((one) => [stepKey(one), one]));
  const partnerOf = (one: Measured, arm: string): Measured | undefined => byStep.get(stepKey({ ...one, arm }));
  const of = (arm: string): readonly Measured[] => measurements.filter((one) => one.arm === arm);
  const costs = passCosts(
    measurements.filter(({ arm }) => !arm.includes("@")),
    (one) => partnerOf(one, PLAIN),
  );
  const compare = (arm: string, reference: string): Comparison => {
    const pairs = of(arm).flatMap((one) => {
      const partner = partnerOf(one, reference);
      return partner === undefined ? [] : [{ one, partner }];
    });
    return {
      arm,
      reference,
      all: pairedRatio(pairs),
      categories: categories.map((category) => ({
        category,
        ratio: pairedRatio(pairs.filter(({ one }) => one.category === category)),
      })),
    };
  };
  const reports = arms.map((arm) => reportArm(arm, of(arm), compare(arm, PLAIN), costs, header, partnerOf));
  return {
    categories,
    arms: reports,
    againstLibrary: libraryPairs(arms).map(([arm, reference]) => compare(arm, reference)),
    autoAgainstFixed: autoPairs(reports).map(([arm, reference]) => compare(arm, reference)),
    candidates: arms
      .filter((arm) => arm.includes("@") && arms.includes(withoutCapture(arm)))
      .map((arm) => compare(arm, withoutCapture(arm))),
    costs,
    peakResidentBytes:
      measurements.length === 0 ? null : Math.max(...measurements.map(({ peakResidentBytes }) => peakResidentBytes)),
  };
}

function reportArm(
  arm: string,
  replies: readonly Measured[],
  speedups: Comparison,
  costs: PassCosts,
  header: Benchmark["header"],
  partnerOf: (one: Measured, arm: string) => Measured | undefined,
): ArmReport {
  const tokens = sum(replies.map((one) => one.tokens.length));
  const decodeMs = sum(replies.map((one) => one.decodeMs));
  const perSecond = ratio(tokens * 1000, decodeMs);
  const isPlain = arm === PLAIN;
  const theoryOf = (some: readonly Measured[]): number | null => {
    const passes = some.flatMap(({ figures }) => figures?.passes ?? []);
    if (isPlain || passes.length === 0) return null;
    return theoreticalSpeedup(passes, sum(some.map((one) => one.tokens.length)), costs);
  };
  return {
    arm,
    replies: replies.length,
    tokens,
    msPerToken: spreadOf(replies.flatMap((one) => msPerToken(one) ?? [])),
    tokensPerSecond: perSecond,
    speedup: isPlain ? null : speedups.all,
    theory: theoryOf(replies),
    ...guessesOf(replies),
    categories: speedups.categories.map(({ category, ratio: speedup }) => {
      const some = replies.filter((one) => one.category === category);
      return { category, speedup: isPlain ? null : speedup, theory: theoryOf(some), ...guessesOf(some) };
    }),
    split: splitOf(replies),
    beyondNative: beyondNative(replies),
    identical: header.settings.decoding.temperature > 0 || isPlain ? null : compareOutputs(replies, partnerOf),
    residentBytes: medianOrNull(replies.map(({ residentBytes }) => residentBytes)),
  };
}

interface Pair {
  readonly one: Measured;
  readonly partner: Measured;
}

/**
 * The median of the ratios on the same prompt in the same run. A prompt measured in several runs counts once, with the
 * median of its runs, because its replies are no independent witnesses; a single prompt counts by its runs.
 */
function pairedRatio(pairs: readonly Pair[]): Estimate | null {
  const byPrompt = new Map<string, number[]>();
  for (const { one, partner } of pairs) {
    const mine = msPerToken(one);
    const other = msPerToken(partner);
    if (mine === null || other === null) continue;
    byPrompt.set(one.prompt, [...(byPrompt.get(one.prompt) ?? []), other / mine]);
  }
  const groups = [...byPrompt.values()];
  return estimateMedian(groups.length === 1 ? (groups[0] ?? []) : groups.map(median));
}

function msPerToken({ decodeMs, tokens }: Measured): number | null {
  return decodeMs > 0 ? ratio(decodeMs, tokens.length) : null;
}

function guessesOf(replies: readonly Measured[]): Guesses {
  const positions = Math.max(0, ...replies.map(({ figures }) => figures?.testedAt.length ?? 0));
  const at = (counts: "testedAt" | "acceptedAt", position: number): number =>
    sum(replies.map(({ figures }) => figures?.[counts][position] ?? 0));
  return {
    acceptanceRate: ratio(
      sum(replies.map(({ accepted }) => accepted)),
      sum(replies.map(({ figures, drafted }) => figures?.tested ?? drafted)),
    ),
    acceptanceAt: Array.from({ length: positions }, (_unused, position) =>
      ratio(at("acceptedAt", position), at("testedAt", position)),
    ),
    blockEfficiency: ratio(sum(replies.map(({ tokens }) => tokens.length)), sum(replies.map(({ rounds }) => rounds))),
  };
}

function splitOf(replies: readonly Measured[]): TimeSplit | null {
  const own = replies.flatMap(({ figures, decodeMs }) => (figures === null ? [] : [{ figures, decodeMs }]));
  const total = sum(own.map(({ decodeMs }) => decodeMs));
  if (total === 0) return null;
  const passes = own.flatMap(({ figures }) => figures.passes);
  const draft = sum(passes.map(({ draftMs }) => draftMs)) / total;
  const verify = sum(passes.map(({ verifyMs }) => verifyMs)) / total;
  const overhead = sum(own.map(({ figures }) => figures.overheadMs)) / total;
  return { draft, verify, overhead, between: 1 - draft - verify - overhead };
}

/** Medians over replies. */
function beyondNative(replies: readonly Measured[]): ArmReport["beyondNative"] {
  const timed = replies.filter(({ decodeMs, rounds }) => decodeMs > 0 && rounds > 0);
  if (timed.length === 0) return null;
  return {
    share: median(timed.map(({ decodeMs, nativeMs }) => (decodeMs - nativeMs) / decodeMs)),
    msPerRound: median(timed.map(({ decodeMs, nativeMs, rounds }) => (decodeMs - nativeMs) / rounds)),
  };
}

function compareOutputs(
  replies: readonly Measured[],
  partnerOf: (one: Measured, arm: string) => Measured | undefined,
): ArmReport["identical"] {
  const differences = replies.flatMap((one) => {
    const plain = partnerOf(one, PLAIN);
    return plain === undefined ? [] : [firstDifference(one.tokens, plain.tokens)];
  });
  const found = differences.filter((position) => position !== null);
  return {
    same: differences.length - found.length,
    compared: differences.length,
    firstDifference: medianOrNull(found),
  };
}

/** Null: the same tokens. */
function firstDifference(left: readonly number[], right: readonly number[]): number | null {
  const end = Math.max(left.length, right.length);
  for (let index = 0; index < end; index++) if (left[index] !== right[index]) return index;
  return null;
}

function withoutCapture(arm: string): string {
  return arm.replace(/@.*$/, "");
}

/** Who does the same: plain beside plain, a draft model beside a draft model, lookup beside lookup. */
function libraryPairs(arms: readonly string[]): readonly (readonly [string, string])[] {
  const own = arms.filter((arm) => !arm.includes("@") && readArm(arm).kind === "outrider");
  return arms.flatMap((reference) => {
    const library = readArm(reference);
    if (library.kind !== "library") return [];
    const kind = { none: PLAIN, draft: "model:", lookup: "lookup:" }[library.predictor];
    return own.filter((arm) => arm.startsWith(kind)).map((arm) => [arm, reference] as const);
  });
}

/** Each auto beside the arm of the same drafters that did best, plain decoding included. */
function autoPairs(reports: readonly ArmReport[]): readonly (readonly [string, string])[] {
  return reports
    .filter(({ arm }) => arm.endsWith(":auto"))
    .flatMap(({ arm }) => {
      const drafter = arm.replace(":auto", "");
      const usesModel = needsDraft(readArm(arm));
      const fixed = reports.filter((other) => {
        const [name = "", k] = other.arm.split(":");
        if (other.arm.includes("@") || k === "auto") return false;
        return (
          name === PLAIN ||
          name === drafter ||
          (drafter === "lookup+model" && usesModel && /^(model|lookup)$/.test(name))
        );
      });
      const best = fixed.toSorted((left, right) => speedOf(right) - speedOf(left))[0];
      return best === undefined ? [] : [[arm, best.arm] as const];
    });
}

function speedOf({ arm, speedup }: ArmReport): number {
  return arm === PLAIN ? 1 : (speedup?.median ?? 0);
}
