import { add, type Count, fade, NOTHING } from "./count.ts";
import { Episode } from "./episode.ts";

/** The chance that the text has changed from one drafted round to the next: on average every 50. */
const CHANGE = 0.02;
/** The chance that it has changed while nothing was drafted, whenever somebody looks again. */
const CHANGE_UNSEEN = 0.2;
/** The chance that another reply is another kind of text. */
const CHANGE_BETWEEN_REPLIES = 0.7;
/** So many possible beginnings of the present text are kept, the likeliest. */
const MOST_EPISODES = 16;
/** How much of the counts of draft lengths a round leaves: half after 23 rounds. */
const KEEP_REACH = 0.97;

export interface DraftOutcome {
  /** How many guesses were asked for. */
  readonly asked: number;
  /** How many were sent to verification. */
  readonly drafted: number;
  readonly tested: number;
  readonly accepted: number;
}

interface Weighted {
  readonly episode: Episode;
  /** How likely it is that the present text began where this episode did. */
  weight: number;
}

/**
 * How often a drafted token is accepted, by its position in the draft and given that all before it were. A text may change
 * at any round (prose to code, copying to writing), so each round may have been the first of the present text: every such
 * episode keeps its own counts, weighed by how well it foretold what came since (Bayesian online change point detection,
 * Adams and MacKay 2007, 0710.3742). So a change shows within two or three rounds, and a steady text is known well.
 */
export class AcceptanceHistory {
  #episodes: readonly Weighted[] = [{ episode: new Episode(), weight: 1 }];
  /** By position, from the second: rounds that drafted it, of those that were asked to and drafted the one before. */
  readonly #reach: Count[] = [];

  /** Takes in a round; one that drafted nothing says nothing. */
  observe({ asked, drafted, tested, accepted }: DraftOutcome): void {
    if (drafted === 0) return;
    this.#mayHaveChanged(CHANGE);
    for (const entry of this.#episodes) entry.weight *= entry.episode.observe(tested, accepted);
    fade(this.#reach, KEEP_REACH);
    for (let position = 1; position < Math.min(asked, drafted + 1); position++) {
      add(this.#reach, position - 1, position < drafted);
    }
  }

  /**
   * By position: the chance that the token there is accepted once all before it are. Positions that were never tested do
   * as well as the last that was.
   */
  acceptances(count: number): readonly number[] {
    const chances = this.#episodes.map(({ episode }) => episode.chances(count));
    let weights = this.#episodes.map(({ weight }) => weight);
    return Array.from({ length: count }, (_unused, position) => {
      const accepted = weights.map((weight, index) => weight * (chances[index]?.[position] ?? 0));
      const chance = sum(accepted) / sum(weights);
      weights = accepted;
      return chance;
    });
  }

  /**
   * By position: the chance that it is drafted at all once the one before it is. Drafts end early at the end of
   * generation, where a lookup runs out, and where the stop rule says so. 1 where nothing is known, and for the first
   * position, since a round that drafts nothing is a plain one.
   */
  reaches(count: number): readonly number[] {
    let chance = 1;
    return Array.from({ length: count }, (_unused, position) => {
      const { yes, all } = this.#reach[position - 1] ?? NOTHING;
      chance = (yes + chance) / (all + 1);
      return chance;
    });
  }

  /** Rounds went by that drafted nothing. */
  lookAway(): void {
    this.#mayHaveChanged(CHANGE_UNSEEN);
  }

  /** Another text begins, which may be of another kind. */
  startText(): void {
    this.#mayHaveChanged(CHANGE_BETWEEN_REPLIES);
  }

  #mayHaveChanged(chance: number): void {
    const likeliest = this.#episodes.toSorted((a, b) => b.weight - a.weight).slice(0, MOST_EPISODES - 1);
    const total = sum(likeliest.map(({ weight }) => weight));
    this.#episodes = [
      ...likeliest.map(({ episode, weight }) => ({ episode, weight: (1 - chance) * (weight / total) })),
      { episode: new Episode(), weight: chance },
    ];
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
