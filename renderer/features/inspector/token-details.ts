/** What the token card says about one token of a round. */
import type { Acceptance, Candidate, Round } from "../../../contract/trace.ts";
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
  /** Null where the capture level left them out. */
  readonly candidates: readonly CandidateRow[] | null;
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

const MOST_ROWS = 6;

/** Null where the round holds no such token. */
export function tokenDetails(round: Round, slot: Slot): TokenDetails | null {
  const index = Number(slot.slice(1));
  const rejected = round.drafted.findIndex((token) => token.verdict === "rejected");
  return slot.startsWith("d") ? draftedDetails(round, index, rejected) : emittedDetails(round, index, rejected);
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
  };
}

function emittedAt(round: Round, index: number): DisplayToken | null {
  return displayTokens(round).find((token) => token.slot === `e${index}`) ?? null;
}

/** The best candidates of both models in one table, the target's order first; the token itself is always among them. */
function candidateRows(round: Round, entry: number, id: number, counterpart: number | null): CandidateRow[] | null {
  const captured = round.candidates?.[entry];
  if (captured === undefined || (captured.target === null && captured.draft === null)) return null;
  const target = new Map((captured.target ?? []).map((candidate) => [candidate.id, candidate]));
  const draft = new Map((captured.draft ?? []).map((candidate) => [candidate.id, candidate]));
  const ids = [...new Set([...target.keys(), ...draft.keys()])];
  const needed = ids.filter((candidate) => candidate === id || candidate === counterpart);
  const shown = new Set([...new Set([...needed, ...ids])].slice(0, MOST_ROWS));
  return ids
    .filter((candidate) => shown.has(candidate))
    .flatMap((candidate) => {
      const token = target.get(candidate) ?? draft.get(candidate);
      if (token === undefined) return [];
      return [
        {
          id: candidate,
          token,
          p: target.get(candidate)?.probability ?? null,
          q: draft.get(candidate)?.probability ?? null,
          isThis: candidate === id,
          isCounterpart: candidate === counterpart,
        },
      ];
    });
}
