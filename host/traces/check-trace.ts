/**
 * Whether what a trace file says can all be true. A file that was damaged, or changed by hand, contradicts itself
 * somewhere; the reason names the place.
 */
import { addToFigures, emptyFigures } from "../../contract/reply-figures.ts";
import type { Acceptance, DraftedToken, PositionCandidates, Round } from "../../contract/trace.ts";
import type { TraceFile } from "../../contract/trace-file.ts";

/** Figures go through JSON and back unchanged; this leaves room for other programs' rounding. */
const TOLERANCE = 1e-6;

/** Null: nothing is wrong with it. */
export function whatIsWrongWithTrace({ rounds, reply, summary }: TraceFile): string | null {
  for (const [index, round] of rounds.entries()) {
    const wrong = wrongWithRound(round, index);
    if (wrong !== null) return `Round ${index + 1}: ${wrong}`;
  }
  const text = rounds.flatMap(({ emitted }) => emitted.map((token) => token.text)).join("");
  if (text !== reply.text) return "The tokens of its rounds do not make up its text.";
  return summary === null ? null : wrongWithSummary(summary, rounds);
}

function wrongWithRound(round: Round, index: number): string | null {
  if (round.index !== index) return `it is numbered ${round.index + 1}.`;
  if (round.emitted.length === 0) return "it emitted nothing.";
  return (
    wrongWithVerdicts(round) ??
    wrongWithTiming(round) ??
    first(round.drafted, wrongWithGuess) ??
    wrongWithCandidates(round)
  );
}

/** Accepted guesses, then at most one rejected one, then untested ones; what was accepted was emitted in that order. */
function wrongWithVerdicts({ drafted, emitted, end }: Round): string | null {
  const order = drafted.map(({ verdict }) => ({ accepted: "a", rejected: "r", untested: "u" })[verdict]).join("");
  if (!/^a*r?u*$/.test(order)) return "a guess after the first rejected one was tested.";
  const kept = emitted.filter(({ origin }) => origin === "accepted");
  if (emitted.slice(0, kept.length).some(({ origin }) => origin !== "accepted")) {
    return "an accepted guess stands after a token of the target's own.";
  }
  if (kept.some(({ id }, index) => drafted[index]?.verdict !== "accepted" || drafted[index]?.id !== id)) {
    return "an accepted token was not drafted there.";
  }
  if (emitted.length - kept.length > 1) return "it emitted more than one token beyond its accepted guesses.";
  const added = emitted.at(kept.length)?.origin;
  const rejected = order.includes("r");
  if (rejected !== (added === "correction")) return "a rejected guess and a correction belong together.";
  if (end === "mismatch" && !rejected) return "it ended at a mismatch, but no guess was rejected.";
  return null;
}

function wrongWithTiming({ timing }: Round): string | null {
  // Differences of clock readings may fall short of 0 by a rounding error.
  return Object.values(timing).some((ms) => ms < -TOLERANCE) ? "it took less than no time." : null;
}

function wrongWithGuess(guess: DraftedToken): string | null {
  if ((guess.p === null) !== (guess.verdict === "untested")) return "only an untested guess has no p.";
  return guess.acceptance === undefined ? null : wrongWithDraw(guess.acceptance, guess.verdict);
}

function wrongWithDraw({ p, q, probability, random }: Acceptance, verdict: DraftedToken["verdict"]): string | null {
  if (p === null || probability === null || random === null) {
    return verdict === "untested" ? null : "a tested guess has no draw.";
  }
  if (verdict === "untested") return "an untested guess has a draw.";
  const expected = q === 0 ? 1 : Math.min(1, p / q);
  if (Math.abs(probability - expected) > TOLERANCE) return "an acceptance probability is not min(1, p′/q′).";
  const clear = Math.abs(random * q - p) > TOLERANCE;
  if (clear && random * q < p !== (verdict === "accepted")) return "a verdict does not follow from its random number.";
  return null;
}

function wrongWithCandidates({ candidates, drafted }: Round): string | null {
  if (candidates === undefined) return null;
  if (candidates.length > drafted.length + 1) return "it has candidates for more places than there are.";
  return first(candidates, wrongWithPlace);
}

function wrongWithPlace({ target, draft }: PositionCandidates): string | null {
  for (const list of [target, draft]) {
    const shares = (list ?? []).map(({ probability }) => probability);
    if (shares.some((share, index) => share > (shares[index - 1] ?? 1) + TOLERANCE)) {
      return "its candidates are not in order.";
    }
    if (shares.reduce((sum, share) => sum + share, 0) > 1 + 1e-3) return "its candidates add up to more than 1.";
  }
  return null;
}

function wrongWithSummary(summary: NonNullable<TraceFile["summary"]>, rounds: readonly Round[]): string | null {
  const figures = addToFigures(emptyFigures, rounds);
  const counts = [
    ["rounds", summary.rounds, figures.rounds],
    ["drafted tokens", summary.drafted, figures.drafted],
    ["tested guesses", summary.tested, figures.tested],
    ["accepted guesses", summary.accepted, figures.accepted],
    ["tokens", summary.tokens.length, figures.emitted],
  ] as const;
  for (const [name, said, counted] of counts) {
    if (said !== counted) return `Its summary says ${said} ${name}, its rounds say ${counted}.`;
  }
  const ids = rounds.flatMap(({ emitted }) => emitted.map(({ id }) => id));
  if (ids.some((id, index) => id !== summary.tokens[index])) return "Its summary lists other tokens than its rounds.";
  const rate = figures.tested === 0 ? null : figures.accepted / figures.tested;
  const same =
    rate === null || summary.acceptanceRate === null
      ? rate === summary.acceptanceRate
      : Math.abs(rate - summary.acceptanceRate) <= TOLERANCE;
  return same ? null : "Its acceptance rate is not accepted / tested.";
}

function first<Item>(items: readonly Item[], check: (item: Item) => string | null): string | null {
  for (const item of items) {
    const wrong = check(item);
    if (wrong !== null) return wrong;
  }
  return null;
}
