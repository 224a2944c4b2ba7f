import { assertNever } from "../../contract/assert-never.ts";
import type { Check, Fit, Parting, Verification } from "../../contract/verification.ts";
import { countOf, formatPercent } from "../output/figures.ts";
import { type Column, renderTable } from "../output/table.ts";

export function hasPassed({ checks }: Verification): boolean {
  return checks.every(({ passed }) => passed);
}

const columns: readonly Column<Check>[] = [
  { title: "check", cell: ({ kind }) => kind },
  { title: "of", cell: subjectOf },
  { title: "result", cell: ({ passed }) => (passed ? "passed" : "FAILED") },
  { title: "figures", cell: figuresOf },
];

/** A table of the checks, and under it what they come to. */
export function renderVerification(verification: Verification): string {
  const { checks, nothingDrafted } = verification;
  if (nothingDrafted !== null) return `Nothing to verify: ${nothingDrafted}\n`;
  return `${renderTable(columns, checks)}\n\n${conclusion(checks)}\n`;
}

function conclusion(checks: readonly Check[]): string {
  const failed = checks.filter(({ passed }) => !passed).length;
  if (failed > 0) {
    return `Failed: ${failed} of ${countOf(checks.length, "check")}. With these models and settings, replies with speculation are not what the target alone would write. Please report it with the output of --json.`;
  }
  const greedy = checks.flatMap((check) => (check.kind === "greedy" ? [check] : []));
  const parted = greedy.some(({ partings }) => partings.length > 0);
  return `Passed. Greedy replies were the plain ones${parted ? " up to near ties" : ""}, sampled replies had the target's distribution.`;
}

function subjectOf(check: Check): string {
  switch (check.kind) {
    case "arithmetic":
      return `passes of ${check.widths.join(", ")} tokens`;
    case "greedy":
    case "distribution":
      return `${check.drafter}, k ${check.k}`;
    case "caches":
      return countOf(check.rounds, "round");
    case "roll-back":
      return check.model;
    default:
      return assertNever(check, "check");
  }
}

function figuresOf(check: Check): string {
  switch (check.kind) {
    case "arithmetic":
      return check.difference === 0
        ? `the same as one token at a time, after ${check.tokens} tokens`
        : `logits differ from one token at a time by up to ${logits(check.difference)}, the next token's distribution by ${formatPercent(check.distance)}, after ${check.tokens} tokens`;
    case "greedy":
      return `${acceptedOf(check)} in ${check.tokens} tokens; ${check.partings.map(partingOf).join("; ") || "identical"}`;
    case "caches":
      return check.wrongRounds === 0
        ? "prompt and reply but for the last token, each time"
        : `${countOf(check.wrongRounds, "round")} left something else in a cache`;
    case "roll-back":
      return check.difference === 0
        ? `logits as before the draft, after ${check.tokens} tokens`
        : `logits differ by up to ${logits(check.difference)} from before the draft (${logits(check.noise)} without one)`;
    case "distribution":
      return `${acceptedOf(check)} in ${check.tokens} tokens; chi-square of at most: ${fitsOf(check)}`;
    default:
      return assertNever(check, "check");
  }
}

function acceptedOf({ accepted, tested }: { readonly accepted: number; readonly tested: number }): string {
  return `${accepted} of ${tested} accepted`;
}

function partingOf({ at, gap, difference, nearTie }: Parting): string {
  if (gap === null) return `one reply ends at token ${at}, the plain one does not or ends elsewhere`;
  const where = nearTie ? "parts at a near tie" : "parts from the plain reply";
  return `${where}, token ${at}: gap ${logits(gap)}, passes differ by up to ${logits(difference)}`;
}

function fitsOf(check: Extract<Check, { kind: "distribution" }>): string {
  const named: readonly (readonly [string, Fit])[] = [
    ["first token", check.firstToken],
    ...check.everyToken.map((fit) => ["every token", fit] as const),
    ["bonus", check.bonusToken],
    ["guess", check.firstGuess],
  ];
  return named.map(([name, fit]) => `${name} ${fitOf(fit)}`).join(", ");
}

function fitOf({ chiSquare, critical, impossibleDraws }: Fit): string {
  const impossible = impossibleDraws === 0 ? "" : ` (${countOf(impossibleDraws, "token")} that p' rules out)`;
  return `${chiSquare.toFixed(1)}/${critical.toFixed(1)}${impossible}`;
}

function logits(value: number): string {
  return value === 0 ? "0" : value.toPrecision(2);
}
