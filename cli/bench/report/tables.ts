import { formatBytes, formatPercent } from "../../output/figures.ts";
import type { ArmReport, Comparison, Report } from "./report.ts";
import type { Estimate } from "./statistics.ts";

/** A table in words, for the terminal and for Markdown. The first column is a name, the others are figures. */
export interface FigureTable {
  readonly title: string;
  /** What the columns mean. */
  readonly about: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const NONE = "–";
/** Positions of drafts that are shown. */
const POSITIONS = 8;

/** The report as tables; those without rows are left out. */
export function tablesOf(report: Report): readonly FigureTable[] {
  return [
    speed(report),
    byCategory(report),
    theoryByCategory(report),
    guesses(report),
    positions(report),
    split(report),
    comparisons(
      "Against the library",
      "Time per token of node-llama-cpp's own loop / of Outrider's arm, paired by prompt, with a 95 % interval: above 1 Outrider is faster.",
      report.categories,
      report.againstLibrary,
    ),
    comparisons(
      "Auto beside the best fixed setting",
      "Time per token of the best fixed arm (plain included, chosen afterwards) / of auto.",
      report.categories,
      report.autoAgainstFixed,
    ),
    comparisons(
      "What recording candidates costs",
      "Time per token with figures alone / with the candidates of every position as well.",
      report.categories,
      report.candidates,
    ),
    widths(report),
  ].filter(({ rows }) => rows.length > 0);
}

const SPEED =
  "ms per token without load and prefill: median and quartiles over replies. Speed-up over plain (arm off): median of the ratios on the same prompt, with its bootstrap 95 % interval; theory: S = E / (k c + v(k + 1)). Same output: replies with the very tokens of plain decoding, and the median place of the first difference in the others.";
const NEAR_TIES =
  " Where the backend's arithmetic depends on how many tokens go through it at once (K-quants, F16 KV caches, GPUs) two replies may part at a near tie and both be right.";

function speed({ arms }: Report): FigureTable {
  const differs = arms.some(({ identical }) => identical !== null && identical.same < identical.compared);
  return {
    title: "Speed",
    about: differs ? SPEED + NEAR_TIES : SPEED,
    head: [
      "arm",
      "replies",
      "tokens",
      "ms/token",
      "quartiles",
      "tokens/s",
      "speed-up",
      "95 %",
      "theory",
      "same output",
      "resident",
    ],
    rows: arms.map((arm) => [
      arm.arm,
      String(arm.replies),
      String(arm.tokens),
      fixed(arm.msPerToken?.median, 2),
      arm.msPerToken === null
        ? NONE
        : `${arm.msPerToken.lowerQuartile.toFixed(2)}–${arm.msPerToken.upperQuartile.toFixed(2)}`,
      fixed(arm.tokensPerSecond, 1),
      fixed(arm.speedup?.median, 2),
      interval(arm.speedup),
      fixed(arm.theory, 2),
      sameOutput(arm),
      arm.residentBytes === null ? NONE : formatBytes(arm.residentBytes),
    ]),
  };
}

function sameOutput({ identical }: ArmReport): string {
  if (identical === null || identical.compared === 0) return NONE;
  const place = identical.firstDifference === null ? "" : `, else from ${Math.round(identical.firstDifference)}`;
  return `${identical.same} of ${identical.compared}${place}`;
}

function byCategory({ arms, categories }: Report): FigureTable {
  return {
    title: "Speed-up by category",
    about: "As above, over the prompts of the category.",
    head: ["arm", ...categories],
    rows: arms
      .filter(({ speedup }) => speedup !== null)
      .map(({ arm, categories: parts }) => [arm, ...parts.map(({ speedup }) => withInterval(speedup))]),
  };
}

function theoryByCategory({ arms, categories }: Report): FigureTable {
  return {
    title: "Theory by category",
    about:
      "S = E / (k c + v(k + 1)) of the passes that were made, at the run's median costs: what the decisions alone were worth, without what else the machine did meanwhile.",
    head: ["arm", ...categories],
    rows: arms
      .filter(({ theory }) => theory !== null)
      .map(({ arm, categories: parts }) => [arm, ...parts.map(({ theory }) => fixed(theory, 2))]),
  };
}

function guesses({ arms, categories }: Report): FigureTable {
  return {
    title: "Acceptance by category",
    about:
      "Accepted of the tested guesses (of the library's loops: of the drafted), and tokens a round (block efficiency).",
    head: ["arm", "all", ...categories],
    rows: arms
      .filter(({ acceptanceRate }) => acceptanceRate !== null)
      .map((arm) => [
        arm.arm,
        ...[arm, ...arm.categories].map(({ acceptanceRate, blockEfficiency }) =>
          acceptanceRate === null ? NONE : `${formatPercent(acceptanceRate)}, ${fixed(blockEfficiency, 2)}`,
        ),
      ]),
  };
}

function positions({ arms }: Report): FigureTable {
  const drafting = arms.filter(({ acceptanceAt }) => acceptanceAt.length > 0);
  const count = Math.min(POSITIONS, Math.max(0, ...drafting.map(({ acceptanceAt }) => acceptanceAt.length)));
  const places = Array.from({ length: count }, (_unused, index) => index);
  return {
    title: "Acceptance by position",
    about: "Accepted of the guesses tested at that place of a draft: those before it were accepted.",
    head: ["arm", ...places.map((place) => String(place + 1))],
    rows: drafting.map(({ arm, acceptanceAt }) => [
      arm,
      ...places.map((place) => {
        const rate = acceptanceAt[place] ?? null;
        return rate === null ? NONE : formatPercent(rate);
      }),
    ]),
  };
}

function split({ arms }: Report): FigureTable {
  const share = (value: number | undefined): string => (value === undefined ? NONE : `${(value * 100).toFixed(1)} %`);
  return {
    title: "Where the time goes",
    about:
      "Shares of decoding. Overhead: what a round takes beyond drafting and verifying; between: texts, records and messages after a round. Beyond native: all that llama.cpp does not count as evaluation (performanceTracking), median over replies; sampling is in it.",
    head: ["arm", "draft", "verify", "overhead", "between", "beyond native", "ms a round"],
    rows: arms.map(({ arm, split: parts, beyondNative }) => [
      arm,
      share(parts?.draft),
      share(parts?.verify),
      share(parts?.overhead),
      share(parts?.between),
      share(beyondNative?.share),
      fixed(beyondNative?.msPerRound, 2),
    ]),
  };
}

function comparisons(
  title: string,
  about: string,
  categories: readonly string[],
  pairs: readonly Comparison[],
): FigureTable {
  return {
    title,
    about,
    head: ["arm", "beside", "all", ...categories],
    rows: pairs.map(({ arm, reference, all, categories: parts }) => [
      arm,
      reference,
      withInterval(all),
      ...parts.map(({ ratio }) => withInterval(ratio)),
    ]),
  };
}

function widths({ costs }: Report): FigureTable {
  const { v, c } = costs;
  return {
    title: "Costs of passes",
    about: `v(m): a target pass over m tokens by one over a single token, as the rounds had it (median over replies). c, one guess of the draft model by a plain pass: ${c === null ? NONE : c.toFixed(3)}.`,
    head: ["m", ...v.map(({ width }) => String(width))],
    rows:
      v.length === 0
        ? []
        : [
            ["v(m)", ...v.map(({ value }) => value.toFixed(2))],
            ["replies", ...v.map(({ replies }) => String(replies))],
          ],
  };
}

function fixed(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? NONE : value.toFixed(digits);
}

function interval(estimate: Estimate | null): string {
  if (estimate === null || estimate.low === null || estimate.high === null) return NONE;
  return `${estimate.low.toFixed(2)}–${estimate.high.toFixed(2)}`;
}

function withInterval(estimate: Estimate | null): string {
  if (estimate === null) return NONE;
  const range = interval(estimate);
  return range === NONE ? estimate.median.toFixed(2) : `${estimate.median.toFixed(2)} (${range})`;
}
