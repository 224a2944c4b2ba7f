/** A speculative loop over models small enough to know every probability of, with parts that tests can break. */
import { residual, testDraftedToken } from "../../../engine/sampling/acceptance.ts";
import { type Distribution, sample } from "../../../engine/sampling/distribution.ts";
import type { RandomSource } from "../../../engine/sampling/random-source.ts";

/** A Markov chain: one distribution for each token that may stand last. */
export type Chain = readonly Distribution[];

export interface Pair {
  readonly target: Chain;
  /** What the draft reports as q'. */
  readonly draft: Chain;
}

/** The parts of a round that mutation checks replace. */
export interface Parts {
  /** What the draft samples from; correct: q' itself. */
  readonly draftFrom: (pair: Pair, last: number) => Distribution;
  readonly accept: typeof testDraftedToken extends (test: infer Test) => unknown ? (test: Test) => boolean : never;
  readonly correctFrom: (target: Distribution, draft: Distribution) => Distribution;
  /** What the bonus token is sampled from; correct: p'. */
  readonly bonusFrom: (pair: Pair, last: number) => Distribution;
}

export const correctParts: Parts = {
  draftFrom: (pair, last) => row(pair.draft, last),
  accept: (test) => testDraftedToken(test).accepted,
  correctFrom: residual,
  bonusFrom: (pair, last) => row(pair.target, last),
};

/** The token that stands before the first emitted one. */
const START = 0;

/** The first three tokens that rounds of k drafted tokens emit. */
export function firstThree(pair: Pair, k: number, random: RandomSource, parts: Parts): readonly number[] {
  const emitted: number[] = [];
  while (emitted.length < 3) {
    emitted.push(...round(pair, k, emitted.at(-1) ?? START, random, parts));
  }
  return emitted.slice(0, 3);
}

function round(pair: Pair, k: number, last: number, random: RandomSource, parts: Parts): readonly number[] {
  const drafted: number[] = [];
  for (let index = 0; index < k; index++) {
    drafted.push(sample(parts.draftFrom(pair, drafted.at(-1) ?? last), random.next()));
  }
  const emitted: number[] = [];
  for (const token of drafted) {
    const before = emitted.at(-1) ?? last;
    const target = row(pair.target, before);
    const draft = row(pair.draft, before);
    if (!parts.accept({ target, draft, token, random: random.next() })) {
      return [...emitted, sample(parts.correctFrom(target, draft), random.next())];
    }
    emitted.push(token);
  }
  return [...emitted, sample(parts.bonusFrom(pair, emitted.at(-1) ?? last), random.next())];
}

/** The probability of each text of three tokens under plain decoding. */
export function plainJoint(target: Chain): ReadonlyMap<string, number> {
  const joint = new Map<string, number>();
  for (const first of row(target, START).tokens) {
    for (const second of row(target, first.id).tokens) {
      for (const third of row(target, second.id).tokens) {
        joint.set(`${first.id} ${second.id} ${third.id}`, first.probability * second.probability * third.probability);
      }
    }
  }
  return joint;
}

export function row(chain: Chain, last: number): Distribution {
  const distribution = chain[last];
  if (distribution === undefined) {
    throw new Error(`No row for token ${last}.`);
  }
  return distribution;
}
