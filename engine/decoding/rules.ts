/**
 * How tokens are chosen: greedy at temperature 0, rejection sampling above. Both kinds answer the same three questions,
 * so that the round is written once.
 */
import type { Capture, Decoding } from "../../contract/decoding.ts";
import type { Acceptance } from "../../contract/trace.ts";
import type { Row, RowRequest, TokenId } from "../runtime/runtime.ts";
import { residual, testDraftedToken } from "../sampling/acceptance.ts";
import { type Distribution, pointMass, sample } from "../sampling/distribution.ts";
import { pickGreedy } from "../sampling/greedy.ts";
import type { RandomSource } from "../sampling/random-source.ts";
import { PENALTY_WINDOW } from "../sampling/repeat-penalty.ts";
import { warp } from "../sampling/warp.ts";

/** How many candidates the trace keeps of each model. */
export const CANDIDATE_COUNT = 10;

export interface Proposal {
  readonly token: TokenId;
  /** q', where the token was sampled from it; null where it was read off greedily. */
  readonly distribution: Distribution | null;
}

export type Judgement =
  | { readonly accepted: true; readonly acceptance: Acceptance | null }
  | { readonly accepted: false; readonly acceptance: Acceptance | null; readonly correction: TokenId };

export interface Rules {
  /** What to read off a row; `tokens` are those whose probability goes on record. */
  request(tokens: readonly TokenId[]): RowRequest;
  /** The draft's guess. `recent`: the tokens before it, guesses included. */
  propose(row: Row, recent: readonly TokenId[]): Proposal;
  /** A guess that was not drawn from anything: q' is 1. */
  certain(token: TokenId): Proposal;
  /** Whether the target keeps a guess, and what it says instead. */
  judge(row: Row, proposal: Proposal, recent: readonly TokenId[]): Judgement;
  /** The bonus or plain token. */
  choose(row: Row, recent: readonly TokenId[]): TokenId;
  /** The acceptance record of a guess that was not tested; null at temperature 0. */
  untested(proposal: Proposal): Acceptance | null;
}

export function createRules(decoding: Decoding, random: RandomSource): Rules {
  return decoding.temperature === 0 ? greedyRules(decoding) : samplingRules(decoding, random);
}

function greedyRules({ repeatPenalty, capture }: Decoding): Rules {
  const pick = (row: Row, recent: readonly TokenId[]): TokenId => pickGreedy(row.logits, repeatPenalty, recent);
  const count = Math.max(candidateCount(capture), repeatPenalty === 1 ? 0 : PENALTY_WINDOW + 1);
  return {
    request: (tokens) => (count === 0 ? { kind: "best", tokens } : { kind: "top", count, tokens }),
    propose: (row, recent) => ({ token: pick(row, recent), distribution: null }),
    certain: (token) => ({ token, distribution: null }),
    judge(row, proposal, recent) {
      const token = pick(row, recent);
      return token === proposal.token
        ? { accepted: true, acceptance: null }
        : { accepted: false, acceptance: null, correction: token };
    },
    choose: pick,
    untested: () => null,
  };
}

function samplingRules(decoding: Decoding, random: RandomSource): Rules {
  const { topK, repeatPenalty, capture } = decoding;
  const count = Math.max(candidateCount(capture), topK + (repeatPenalty === 1 ? 0 : PENALTY_WINDOW));
  return {
    request: (tokens) => (topK === 0 ? { kind: "all" } : { kind: "top", count, tokens }),
    propose(row, recent) {
      const distribution = warp(row.logits, decoding, recent);
      return { token: sample(distribution, random.next()), distribution };
    },
    certain: (token) => ({ token, distribution: pointMass(token) }),
    judge(row, proposal, recent) {
      const target = warp(row.logits, decoding, recent);
      const draft = draftDistribution(proposal);
      const draw = random.next();
      const test = testDraftedToken({ target, draft, token: proposal.token, random: draw });
      const acceptance = { p: test.p, q: test.q, probability: test.probability, random: draw };
      return test.accepted
        ? { accepted: true, acceptance }
        : { accepted: false, acceptance, correction: sample(residual(target, draft), random.next()) };
    },
    choose: (row, recent) => sample(warp(row.logits, decoding, recent), random.next()),
    untested: (proposal) => ({
      p: null,
      q: draftDistribution(proposal).probabilityOf(proposal.token),
      probability: null,
      random: null,
    }),
  };
}

/** Rejection sampling needs the distribution that the guess was drawn from: the drafter has to hand it over. */
function draftDistribution(proposal: Proposal): Distribution {
  if (proposal.distribution === null) throw new Error("a sampled reply needs the draft's distribution");
  return proposal.distribution;
}

function candidateCount(capture: Capture): number {
  return capture === "candidates" ? CANDIDATE_COUNT : 0;
}
