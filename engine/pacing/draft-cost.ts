import { CostCurve } from "./cost-curve.ts";

/** A round that was accepted whole leaves the draft two tokens to see instead of one: part of the normal cost. */
const USUAL_LAG = 1;

/**
 * Milliseconds a drafter takes for a guess, and for catching up with what was emitted without it. It stands on a cost
 * curve like the target's: a guess is a pass over one token, catching up makes the first one wider.
 */
export class DraftCost {
  readonly curve: CostCurve;
  /** Spent on guesses that were not sent to verification; the next ones that are bear it. */
  #droppedMs = 0;

  constructor(curve: CostCurve = new CostCurve()) {
    this.curve = curve;
  }

  /** Milliseconds of one guess; null while nothing is known. */
  get perGuess(): number | null {
    return this.curve.isKnown ? this.curve.at(1) : null;
  }

  /** Milliseconds that the first guess takes longer where the draft has `lag` tokens to catch up with. */
  catchUp(lag: number): number {
    if (lag <= USUAL_LAG || !this.curve.isKnown) return 0;
    return this.curve.at(lag + 1) - this.curve.at(1);
  }

  /**
   * Takes in the drafting of one round.
   *
   * @param drafted guesses that were sent to verification
   * @param lag tokens the draft had to catch up with first
   */
  observe(drafted: number, lag: number, ms: number): void {
    if (drafted === 0) {
      this.#droppedMs += ms;
      return;
    }
    const allMs = ms + this.#droppedMs;
    this.#droppedMs = 0;
    const perGuess = this.perGuess;
    if (lag <= USUAL_LAG) this.curve.observe(1, allMs / drafted);
    else if (perGuess !== null) this.curve.observe(passWidth(lag), allMs - (drafted - 1) * perGuess);
  }
}

/** The width of a catch-up pass, to the next power of two, so that few widths are timed often. */
function passWidth(lag: number): number {
  return 2 ** Math.ceil(Math.log2(lag + 1));
}
