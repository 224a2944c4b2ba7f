/** Rounds without drafts before the first probe. */
const FIRST_WAIT = 4;
/** With each probe that fails the wait doubles, up to this, so that a text that pays again is met within 40 rounds. */
const LONGEST_WAIT = 16;
/** The share of plain decoding that probes may cost in the long run. */
const SHARE = 0.025;
/** The share where not even a good draft would pay here: then only the costs are worth another look. */
const HOPELESS_SHARE = 0.0025;
/** What may be saved up for probes, in plain tokens: as much as a few cheap probes, or one that has to catch up. */
const PURSE = 1.5;

/**
 * When, while nothing is drafted, a round is drafted all the same to see whether it pays again. Probes are paid from a
 * purse that a share of each plain round goes to: where a failed probe costs half a token's time there is one every
 * 20 rounds, where it costs nearly nothing every 16, and none where it costs more than the purse holds.
 */
export class ProbeSchedule {
  #purse = PURSE;
  #waited = 0;
  #wait = FIRST_WAIT;

  /** @param lossAtWorst what the probe loses if nothing is accepted, in plain tokens */
  isDue(lossAtWorst: number): boolean {
    return this.#waited >= this.#wait && lossAtWorst <= this.#purse;
  }

  /** A round went by that was no probe. */
  passed(couldPay: boolean): void {
    this.#waited += 1;
    this.#purse = Math.min(PURSE, this.#purse + (couldPay ? SHARE : HOPELESS_SHARE));
  }

  /**
   * A probe was made. One that succeeds is followed up at once.
   *
   * @param loss what it lost, in plain tokens; below 0 it won
   */
  probed(loss: number, succeeded: boolean): void {
    this.#purse = Math.min(PURSE, this.#purse - loss);
    this.#wait = succeeded ? 0 : Math.min(LONGEST_WAIT, Math.max(FIRST_WAIT, this.#wait * 2));
    this.#waited = 0;
  }

  /** Drafting pays: when it no longer does, the waiting begins anew. */
  restart(): void {
    this.#wait = FIRST_WAIT;
    this.#waited = 0;
  }
}
