/** What an unknown pair is taken to accept: the lower half of what papers and users report for fitting pairs (0.6 to 0.9). */
const PRIOR_ACCEPTANCE = 0.7;
/** The prior counts as so many tested tokens: two rounds outvote it. */
const PRIOR_WEIGHT = 1;
/** A position is taken to do as well as the one before it, counting as so many tested tokens. */
const NEIGHBOUR_WEIGHT = 4;
/** How much of a count a round leaves: half after 14 rounds. */
const KEEP = 0.95;
/** How much of the recent surprise a round leaves: half after 2 or 3 rounds. */
const KEEP_SURPRISE = 0.75;
/** So many standard deviations off for a few rounds: the text has changed, and what came before counts little. */
const CHANGE = 2.5;
/** What counts are cut to then, in tested tokens. */
const AFTER_CHANGE = 3;

export interface DraftOutcome {
  /** How many guesses were asked for. */
  readonly asked: number;
  /** How many were sent to verification. */
  readonly drafted: number;
  readonly tested: number;
  readonly accepted: number;
}

/** Yes and all, decayed. */
interface Count {
  yes: number;
  all: number;
}

/**
 * How often a drafted token is accepted, by its position in the draft and given that all before it were. Counts fade, and
 * are cut at once where the last few rounds contradict them, so that a change of the text shows within a few rounds.
 */
export class AcceptanceHistory {
  /** By position: accepted of tested. */
  readonly #acceptance: Count[] = [];
  /** By position, from the second: rounds that drafted it, of those that were asked to and drafted the one before. */
  readonly #reach: Count[] = [];
  /** The last few rounds: accepted minus expected, and the variance of that. */
  #surprise = 0;
  #surpriseVariance = 0;

  observe({ asked, drafted, tested, accepted }: DraftOutcome): void {
    if (drafted === 0) return;
    this.#notice(tested, accepted);
    fade(this.#acceptance);
    fade(this.#reach);
    for (let position = 0; position < tested; position++) add(this.#acceptance, position, position < accepted);
    for (let position = 1; position < Math.min(asked, drafted + 1); position++) {
      add(this.#reach, position - 1, position < drafted);
    }
  }

  /**
   * Chance that the token at `position` (from 0) is accepted once all before it are. Positions never tested do as well
   * as the last that was.
   */
  acceptance(position: number): number {
    return this.acceptances(position + 1)[position] ?? PRIOR_ACCEPTANCE;
  }

  /** {@link acceptance} of the first `count` positions. */
  acceptances(count: number): readonly number[] {
    let before = PRIOR_ACCEPTANCE;
    let weight = PRIOR_WEIGHT;
    return Array.from({ length: count }, (_unused, position) => {
      const { yes, all } = this.#acceptance[position] ?? NONE;
      before = (yes + weight * before) / (all + weight);
      weight = NEIGHBOUR_WEIGHT;
      return before;
    });
  }

  /**
   * Chance that position (from 0) is drafted at all once the one before it is: drafts end early at the end of generation,
   * where a lookup runs out, and where the stop rule says so. 1 where nothing is known, and for the first position, since a
   * round that drafts nothing is a plain one.
   */
  reaches(count: number): readonly number[] {
    let before = 1;
    return Array.from({ length: count }, (_unused, position) => {
      const { yes, all } = this.#reach[position - 1] ?? NONE;
      before = (yes + before) / (all + 1);
      return before;
    });
  }

  /** From here on what was learned counts as at most `weight` tested tokens a position. */
  loosen(weight: number): void {
    for (const count of this.#acceptance) cut(count, weight);
    for (const count of this.#reach) cut(count, weight);
    this.#surprise = 0;
    this.#surpriseVariance = 0;
  }

  #notice(tested: number, accepted: number): void {
    this.#surprise *= KEEP_SURPRISE;
    this.#surpriseVariance *= KEEP_SURPRISE ** 2;
    const expected = this.acceptances(tested);
    for (const [position, chance] of expected.entries()) {
      this.#surprise += (position < accepted ? 1 : 0) - chance;
      this.#surpriseVariance += chance * (1 - chance);
    }
    if (this.#surprise ** 2 > CHANGE ** 2 * Math.max(1, this.#surpriseVariance)) this.loosen(AFTER_CHANGE);
  }
}

const NONE: Count = { yes: 0, all: 0 };

function fade(counts: readonly Count[]): void {
  for (const count of counts) {
    count.yes *= KEEP;
    count.all *= KEEP;
  }
}

function add(counts: Count[], position: number, yes: boolean): void {
  const count = counts[position] ?? { yes: 0, all: 0 };
  counts[position] = count;
  count.all += 1;
  if (yes) count.yes += 1;
}

function cut(count: Count, weight: number): void {
  if (count.all <= weight) return;
  count.yes *= weight / count.all;
  count.all = weight;
}
