/** What is taken to be known of a class of guesses before any was tested counts as so many tests. */
const PRIOR_WEIGHT = 2;
/** How much of a count a further test of its class leaves: what was seen 35 tests ago counts half. */
const KEEP = 0.98;
/** How much a round leaves of all counts. A class that the stop rule no longer lets through returns to its prior. */
const KEEP_PER_ROUND = 0.98;
/** The share of guesses that are kept where none was tested yet: as for an unknown pair. */
const PRIOR_USUAL = 0.7;

/**
 * How often guesses of a class are kept, learned while decoding: it turns what a drafter knows of a guess (its probability,
 * how long a match it continues) into a chance. Shared by all replies of a loaded pair.
 */
export class Calibration {
  readonly #prior: readonly number[];
  readonly #kept: number[];
  readonly #tested: number[];
  #allKept = 0;
  #allTested = 0;

  /** @param prior by class: how often its guesses are kept before any was tested */
  constructor(prior: readonly number[]) {
    this.#prior = prior;
    this.#kept = prior.map(() => 0);
    this.#tested = prior.map(() => 0);
  }

  /** The chance that a guess of this class is kept, given that all before it are. */
  chance(guessClass: number): number {
    const prior = this.#prior[guessClass] ?? 0;
    const kept = this.#kept[guessClass] ?? 0;
    const tested = this.#tested[guessClass] ?? 0;
    return (kept + PRIOR_WEIGHT * prior) / (tested + PRIOR_WEIGHT);
  }

  /** The same of any guess. */
  get usual(): number {
    return (this.#allKept + PRIOR_WEIGHT * PRIOR_USUAL) / (this.#allTested + PRIOR_WEIGHT);
  }

  /**
   * Takes in a round.
   *
   * @param classes of the guesses that were sent, in order
   * @param accepted how many of them were kept
   */
  observe(classes: readonly number[], accepted: number): void {
    if (classes.length === 0) return;
    for (let index = 0; index < this.#prior.length; index++) this.#fade(index, KEEP_PER_ROUND);
    for (const [position, guessClass] of classes.slice(0, accepted + 1).entries()) {
      const yes = position < accepted ? 1 : 0;
      this.#fade(guessClass, KEEP);
      this.#kept[guessClass] = (this.#kept[guessClass] ?? 0) + yes;
      this.#tested[guessClass] = (this.#tested[guessClass] ?? 0) + 1;
      this.#allKept = this.#allKept * KEEP + yes;
      this.#allTested = this.#allTested * KEEP + 1;
    }
  }

  #fade(guessClass: number, share: number): void {
    this.#kept[guessClass] = (this.#kept[guessClass] ?? 0) * share;
    this.#tested[guessClass] = (this.#tested[guessClass] ?? 0) * share;
  }
}

/** The last class whose lower edge is at or below the value; `edges` begin with the least value there is. */
export function classOf(value: number, edges: readonly number[]): number {
  return Math.max(
    0,
    edges.findLastIndex((edge) => edge <= value),
  );
}
