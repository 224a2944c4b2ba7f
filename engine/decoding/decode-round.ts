import { messageOf } from "../../contract/outrider-error.ts";
import type {
  DraftEnd,
  DraftedToken,
  Drafter as DrafterName,
  EmittedToken,
  Origin,
  PositionCandidates,
  RoundEnd,
  Verdict,
} from "../../contract/trace.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { Draft, Drafter, DraftOrder, Guess } from "../drafting/drafter.ts";
import type { Row, TokenId, Vocabulary } from "../runtime/runtime.ts";
import { recordStandalone } from "../text/token-record.ts";
import { probabilityIn, topOf } from "./row-figures.ts";
import type { Judgement, Rules } from "./rules.ts";

export interface RoundJob {
  readonly context: SharedContext;
  readonly rules: Rules;
  readonly drafter: Drafter | null;
  /** What may be drafted. */
  readonly order: DraftOrder;
  readonly vocabulary: Vocabulary;
  readonly withCandidates: boolean;
  /** Takes in an emitted token; says whether, and how, the reply ends with it. */
  readonly emit: (token: TokenId) => RoundEnd | null;
  readonly signal: AbortSignal;
}

/** A round whose emitted tokens still wait for their texts. */
export interface DecodedRound {
  readonly drafter: DrafterName;
  /** Why fewer were drafted than k; null: they were not. */
  readonly draftEnd: DraftEnd | null;
  readonly drafted: readonly DraftedToken[];
  readonly emitted: readonly Pick<EmittedToken, "id" | "p" | "origin">[];
  readonly end: RoundEnd;
  readonly candidates: readonly PositionCandidates[] | null;
  readonly timing: { readonly draftMs: number; readonly verifyMs: number; readonly overheadMs: number };
}

/** Thrown by {@link decodeRound} where the drafter broke; nothing was emitted, and the caller may go on without it. */
export class DrafterFailure extends Error {}

/**
 * One round: draft, verify in one target pass, accept a prefix, emit one token more, roll back. The algorithm is that of
 * speculative sampling (Leviathan et al., 2211.17192; Chen et al., 2302.01318); which tokens pass is the rules' matter.
 *
 * @returns null where the signal fired while drafting: the guesses are dropped
 */
export async function decodeRound(job: RoundJob): Promise<DecodedRound | null> {
  const { context, rules, vocabulary } = job;
  const start = performance.now();

  const draft = await makeDraft(job);
  const guesses = draft?.guesses ?? [];
  const drafted = performance.now();
  if (job.signal.aborted) {
    await context.commit([]);
    return null;
  }

  const tokens = guesses.map((guess) => guess.proposal.token);
  const requests = [...tokens.map((token) => rules.request([token])), rules.request([])];
  const judgements: Judgement[] = [];
  const rows = await context.verify(tokens, requests, (row, index) => {
    const guess = guesses[index];
    if (guess === undefined) return false;
    const judgement = rules.judge(row, guess.proposal, context.recent(tokens.slice(0, index)));
    judgements.push(judgement);
    return judgement.accepted && !vocabulary.endsGeneration(guess.proposal.token);
  });
  const verified = performance.now();

  const outcome = emitJudged(job, guesses, judgements, rows);
  await context.commit(outcome.emitted.map((token) => token.id));

  const record: Omit<DecodedRound, "timing"> = {
    drafter: draft?.drafter ?? "off",
    draftEnd: draft?.end ?? null,
    drafted: guesses.map((guess, index) =>
      recordGuess(vocabulary, rules, guess, rows[index], outcome.judgements[index]),
    ),
    emitted: outcome.emitted,
    end: outcome.end,
    candidates: job.withCandidates ? listCandidates(vocabulary, guesses, rows, outcome) : null,
  };
  const draftMs = drafted - start;
  const verifyMs = verified - drafted;
  return { ...record, timing: { draftMs, verifyMs, overheadMs: performance.now() - start - draftMs - verifyMs } };
}

async function makeDraft({ drafter, order, signal }: RoundJob): Promise<Draft | null> {
  if (drafter === null) return null;
  try {
    return await drafter.draft(order);
  } catch (error) {
    if (signal.aborted) return null;
    throw new DrafterFailure(messageOf(error), { cause: error });
  }
}

interface Outcome {
  /** One for each tested guess. */
  readonly judgements: readonly Judgement[];
  readonly emitted: readonly Pick<EmittedToken, "id" | "p" | "origin">[];
  readonly end: RoundEnd;
}

function emitJudged(
  { context, rules, emit }: RoundJob,
  guesses: readonly Guess[],
  judgements: readonly Judgement[],
  rows: readonly Row[],
): Outcome {
  const emitted: Pick<EmittedToken, "id" | "p" | "origin">[] = [];
  const put = (id: TokenId, origin: Origin, row: Row): RoundEnd | null => {
    emitted.push({ id, origin, p: probabilityIn(row, id) });
    return emit(id);
  };

  for (const [index, judgement] of judgements.entries()) {
    const row = rowAt(rows, index);
    if (!judgement.accepted) {
      return { judgements, emitted, end: put(judgement.correction, "correction", row) ?? "mismatch" };
    }
    const end = put(tokenAt(guesses, index), "accepted", row);
    // A stop text may end the reply before the last guess that was judged.
    if (end !== null) return { judgements: judgements.slice(0, index + 1), emitted, end };
  }

  const row = rowAt(rows, guesses.length);
  const token = rules.choose(row, context.recent(guesses.map((guess) => guess.proposal.token)));
  const plain = guesses.length === 0;
  const end = put(token, plain ? "plain" : "bonus", row);
  return { judgements, emitted, end: end ?? (plain ? "plain" : "all-accepted") };
}

function recordGuess(
  vocabulary: Vocabulary,
  rules: Rules,
  guess: Guess,
  row: Row | undefined,
  judgement: Judgement | undefined,
): DraftedToken {
  const { token } = guess.proposal;
  const acceptance = judgement === undefined ? rules.untested(guess.proposal) : judgement.acceptance;
  return {
    ...recordStandalone(vocabulary, token),
    q: guess.row === null ? 1 : probabilityIn(guess.row, token),
    p: judgement === undefined || row === undefined ? null : probabilityIn(row, token),
    verdict: verdictOf(judgement),
    ...(acceptance === null ? {} : { acceptance }),
  };
}

function verdictOf(judgement: Judgement | undefined): Verdict {
  if (judgement === undefined) return "untested";
  return judgement.accepted ? "accepted" : "rejected";
}

function listCandidates(
  vocabulary: Vocabulary,
  guesses: readonly Guess[],
  rows: readonly Row[],
  outcome: Outcome,
): readonly PositionCandidates[] {
  const positions = guesses.map((guess, index) => ({
    target: index < outcome.judgements.length ? topOf(vocabulary, rowAt(rows, index)) : null,
    draft: guess.row === null ? null : topOf(vocabulary, guess.row),
  }));
  const last = outcome.emitted.at(-1);
  const hasOwnEntry = last !== undefined && (last.origin === "bonus" || last.origin === "plain");
  return hasOwnEntry
    ? [...positions, { target: topOf(vocabulary, rowAt(rows, guesses.length)), draft: null }]
    : positions;
}

function tokenAt(guesses: readonly Guess[], index: number): TokenId {
  const guess = guesses[index];
  if (guess === undefined) throw new Error(`no guess at position ${index} of the draft`);
  return guess.proposal.token;
}

function rowAt(rows: readonly Row[], index: number): Row {
  const row = rows[index];
  if (row === undefined) throw new Error(`no row at position ${index} of the verify pass`);
  return row;
}
