/** What the token card says about one token of a round. */
import type { Acceptance, Candidate, DraftEnd, Round, RoundEnd } from "../../../contract/trace.ts";
import { type DisplayToken, displayTokens, draftedTokens, type Slot } from "./token-stream.ts";

/** Which token of which reply. */
export interface TokenPlace {
  readonly messageId: string;
  readonly round: number;
  readonly slot: Slot;
}

export function samePlace(left: TokenPlace | null, right: TokenPlace | null): boolean {
  return left?.messageId === right?.messageId && left?.round === right?.round && left?.slot === right?.slot;
}

export interface TokenDetails {
  readonly token: DisplayToken;
  readonly id: number;
  readonly own: TokenText;
  /** Where in the round, from 1: the drafted tokens, then the one added to them. */
  readonly position: number;
  /** The model's own probability under the target; null where it was not tested. */
  readonly p: number | null;
  /** Under the draft; null where no draft model spoke. */
  readonly q: number | null;
  /** Whether the guess was looked up in the text so far. */
  readonly lookedUp: boolean;
  readonly acceptance: Acceptance | null;
  /** The other token of a mismatch: for a rejected guess what replaced it, for a correction the guess it replaced. */
  readonly counterpart: DisplayToken | null;
  /** Everything in either model's top ten, the target's order first; null where the capture level left them out. */
  readonly candidates: readonly CandidateRow[] | null;
  /** Its place in the target's list. */
  readonly targetRank: Rank;
  readonly draftRank: Rank;
  /** How far the target's second choice was behind its first; null where its list is not on record. */
  readonly topGap: TopGap | null;
  /** How many tokens of its round come before this place; null where the place is none of the reply's. */
  readonly keepOfRound: number | null;
  readonly k: number;
  /** How many tokens of the round are drafted. */
  readonly drafted: number;
  /** Why fewer than k were drafted; null where there were k, or nothing is on record. */
  readonly draftEnd: DraftEnd | null;
  /** What ended the round; null in a replay that has not come to its end. */
  readonly end: RoundEnd | null;
}

/** From 1; `beyond` the list; null where that model's list is not on record. */
export type Rank = number | "beyond" | null;

export interface TopGap {
  readonly first: TokenText;
  readonly second: TokenText;
  /** ln(p of the first / p of the second). */
  readonly nats: number;
  /** So close that the target hardly preferred one of them. */
  readonly nearTie: boolean;
}

/** One line of the card's table: a token with its probability under both models, null where a list does not hold it. */
export interface CandidateRow {
  readonly id: number;
  readonly token: TokenText;
  readonly p: number | null;
  readonly q: number | null;
  readonly isThis: boolean;
  readonly isCounterpart: boolean;
}

type TokenText = Pick<Candidate, "text" | "bytes" | "control">;

/** The second is at least four fifths as likely as the first. */
const NEAR_TIE_NATS = Math.log(1.25);

/** Null where the round holds no such token. */
export function tokenDetails(round: Round, slot: Slot): TokenDetails | null {
  const index = Number(slot.slice(1));
  const rejected = round.drafted.findIndex((token) => token.verdict === "rejected");
  return slot.startsWith("d") ? draftedDetails(round, index, rejected) : emittedDetails(round, index, rejected);
}

/**
 * What is known of a guess while the round is still being drafted: so many guesses, and what the draft thought of them.
 * Null for what comes later.
 */
export function pendingDetails(round: Round, slot: Slot, drafted: number): TokenDetails | null {
  const details = tokenDetails(beforeVerdict(round, drafted), slot);
  return details === null ? null : { ...details, end: null };
}

function beforeVerdict({ draftEnd, candidates, ...round }: Round, drafted: number): Round {
  return {
    ...round,
    ...(draftEnd === undefined || drafted < round.drafted.length ? {} : { draftEnd }),
    drafted: round.drafted
      .slice(0, drafted)
      .map(({ acceptance, ...guess }) => ({ ...guess, p: null, verdict: "untested" })),
    emitted: [],
    ...(candidates === undefined ? {} : { candidates: candidates.map(({ draft }) => ({ target: null, draft })) }),
  };
}

function draftedDetails(round: Round, index: number, rejected: number): TokenDetails | null {
  const drafted = round.drafted[index];
  const token = draftedTokens(round)[index];
  if (drafted === undefined || token === undefined) return null;
  const replacement = index === rejected ? round.emitted.findIndex((other) => other.origin === "correction") : -1;
  const replacementId = round.emitted[replacement]?.id ?? null;
  return {
    token,
    id: drafted.id,
    own: drafted,
    position: index + 1,
    p: drafted.p,
    q: round.drafter === "lookup" ? null : drafted.q,
    lookedUp: round.drafter === "lookup",
    acceptance: drafted.acceptance ?? null,
    counterpart: replacement === -1 ? null : emittedAt(round, replacement),
    candidates: candidateRows(round, index, drafted.id, replacementId),
    ...standing(round, index, drafted.id),
  };
}

function emittedDetails(round: Round, index: number, rejected: number): TokenDetails | null {
  const emitted = round.emitted[index];
  const token = emittedAt(round, index);
  if (emitted === undefined || token === null) return null;
  if (emitted.origin === "accepted") {
    const drafted = round.drafted[index];
    return {
      token,
      id: emitted.id,
      own: emitted,
      position: index + 1,
      p: emitted.p,
      q: round.drafter === "lookup" ? null : (drafted?.q ?? null),
      lookedUp: round.drafter === "lookup",
      acceptance: drafted?.acceptance ?? null,
      counterpart: null,
      candidates: candidateRows(round, index, emitted.id, null),
      ...standing(round, index, emitted.id),
    };
  }
  const corrects = emitted.origin === "correction" && rejected !== -1;
  const entry = corrects ? rejected : round.drafted.length;
  const replaced = corrects ? (round.drafted[rejected] ?? null) : null;
  const rows = candidateRows(round, entry, emitted.id, replaced?.id ?? null);
  return {
    token,
    id: emitted.id,
    own: emitted,
    position: entry + 1,
    p: emitted.p,
    q: rows?.find((row) => row.isThis)?.q ?? null,
    lookedUp: false,
    acceptance: null,
    counterpart: corrects ? (draftedTokens(round)[rejected] ?? null) : null,
    candidates: rows,
    ...standing(round, entry, emitted.id),
  };
}

function emittedAt(round: Round, index: number): DisplayToken | null {
  return displayTokens(round).find((token) => token.slot === `e${index}`) ?? null;
}

/** Where a token stands in both lists, and how the round went. */
function standing(
  round: Round,
  entry: number,
  id: number,
): Pick<TokenDetails, "targetRank" | "draftRank" | "topGap" | "keepOfRound" | "k" | "drafted" | "draftEnd" | "end"> {
  const captured = round.candidates?.[entry];
  return {
    targetRank: rankIn(captured?.target ?? null, id),
    draftRank: rankIn(captured?.draft ?? null, id),
    topGap: gapOf(captured?.target ?? null),
    keepOfRound: round.drafted[entry]?.verdict === "untested" || entry > round.emitted.length ? null : entry,
    k: round.k,
    drafted: round.drafted.length,
    draftEnd: round.draftEnd ?? null,
    end: round.end,
  };
}

function rankIn(candidates: readonly Candidate[] | null, id: number): Rank {
  if (candidates === null) return null;
  const at = candidates.findIndex((candidate) => candidate.id === id);
  return at === -1 ? "beyond" : at + 1;
}

function gapOf(candidates: readonly Candidate[] | null): TopGap | null {
  const [first, second] = candidates ?? [];
  if (first === undefined || second === undefined || second.probability === 0) return null;
  const nats = Math.log(first.probability / second.probability);
  return { first, second, nats, nearTie: nats <= NEAR_TIE_NATS };
}

/** The candidates of both models in one table, the target's order first. */
function candidateRows(round: Round, entry: number, id: number, counterpart: number | null): CandidateRow[] | null {
  const captured = round.candidates?.[entry];
  if (captured === undefined || (captured.target === null && captured.draft === null)) return null;
  const target = new Map((captured.target ?? []).map((candidate) => [candidate.id, candidate]));
  const draft = new Map((captured.draft ?? []).map((candidate) => [candidate.id, candidate]));
  return [...new Map([...target, ...draft]).values()].map((candidate) => ({
    id: candidate.id,
    token: candidate,
    p: target.get(candidate.id)?.probability ?? null,
    q: draft.get(candidate.id)?.probability ?? null,
    isThis: candidate.id === id,
    isCounterpart: candidate.id === counterpart,
  }));
}

/** So many rows in their order: the token itself and its counterpart whatever their rank, then the likeliest. */
export function shortTable(rows: readonly CandidateRow[], most: number): readonly CandidateRow[] {
  const needed = rows.filter((row) => row.isThis || row.isCounterpart);
  const shown = new Set([...new Set([...needed, ...rows])].slice(0, most));
  return rows.filter((row) => shown.has(row));
}
