import { add, type Count, fade, NOTHING } from "./count.ts";

/** What an unknown text is taken to accept: the middle of what papers and users report for fitting pairs (0.5 to 0.9). */
const PRIOR_ACCEPTANCE = 0.7;
/** The prior counts as so many tested tokens: two rounds outvote it. */
const PRIOR_WEIGHT = 1;
/** A position is taken to do as well as the one before it, counting as so many tested tokens. */
const NEIGHBOUR_WEIGHT = 20;
/** How much of a count a round leaves: half after 69 rounds. Texts drift, too. */
const KEEP = 0.99;
/** No token is surer than this to be accepted, or to be rejected. */
const SUREST = 0.995;

/** What was accepted since some round, if the text has been of one kind since then. */
export class Episode {
  /** By position: accepted of tested. */
  readonly #counts: Count[] = [{ yes: PRIOR_ACCEPTANCE * PRIOR_WEIGHT, all: PRIOR_WEIGHT }];

  /**
   * By position: the chance that the token there is accepted once all before it are. Positions that were never tested do
   * as well as the last that was.
   */
  chances(count: number): readonly number[] {
    const chances: number[] = [];
    let chance = 0;
    for (let position = 0; position < count; position++) {
      const { yes, all } = this.#counts[position] ?? NOTHING;
      const weight = position === 0 ? 0 : NEIGHBOUR_WEIGHT;
      chance = Math.min(SUREST, Math.max(1 - SUREST, (yes + weight * chance) / (all + weight)));
      chances.push(chance);
    }
    return chances;
  }

  /** Takes in the tested tokens of a round, all accepted but perhaps the last; says how likely that was before. */
  observe(tested: number, accepted: number): number {
    const likelihood = this.chances(tested).reduce(
      (product, chance, position) => product * (position < accepted ? chance : 1 - chance),
      1,
    );
    fade(this.#counts, KEEP);
    for (let position = 0; position < tested; position++) add(this.#counts, position, position < accepted);
    return likelihood;
  }
}
