import { Backoff } from "./backoff.ts";

/** Rounds without drafts before the first probe. */
const FIRST_WAIT = 4;
/** With each probe that fails the wait doubles, up to this, so that a text that pays again is met within 40 rounds. */
const LONGEST_WAIT = 16;
/** The share of plain decoding that probes may cost in the long run: speculation that never pays must not show. */
const SHARE = 0.02;
/** The share where not even a good draft would pay here: then only the costs are worth another look. */
const HOPELESS_SHARE = 0.0025;
/** What may be saved up for probes, in plain tokens: a few cheap ones, or one that has to catch up first. */
const PURSE = 1.5;

/**
 * When, while nothing is drafted, a round is drafted all the same to see whether it pays again. Probes are paid from a
 * purse that a share of each other round goes to: where a failed probe costs half a token's time there is one every 25
 * rounds, where it costs nearly nothing every 16, and none where it costs more than the purse holds.
 */
export class ProbeSchedule {
  readonly #wait = new Backoff(FIRST_WAIT, LONGEST_WAIT);
  #purse = PURSE;

  /** @param lossAtWorst what the probe loses if nothing is accepted, in plain tokens */
  isDue(lossAtWorst: number): boolean {
    return this.#wait.isDue && lossAtWorst <= this.#purse;
  }

  /**
   * A round went by that was no probe.
   *
   * @param couldPay whether a good draft would be worth while here
   */
  passRound(couldPay: boolean): void {
    this.#wait.passRound();
    this.#purse = Math.min(PURSE, this.#purse + (couldPay ? SHARE : HOPELESS_SHARE));
  }

  /**
   * A probe was made. One that paid is followed up at once.
   *
   * @param loss what it lost, in plain tokens; below 0: won
   */
  settle(loss: number): void {
    this.#purse = Math.min(PURSE, this.#purse - loss);
    this.#wait.double();
    if (loss <= 0) this.#wait.hurry();
  }

  /** Drafting pays: once it no longer does, the waiting begins anew. */
  restart(): void {
    this.#wait.restart();
  }
}
