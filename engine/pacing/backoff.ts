/** Counts rounds until something is due that grows rarer each time it was of no use. */
export class Backoff {
  readonly #first: number;
  readonly #longest: number;
  #wait: number;
  #waited = 0;

  constructor(first: number, longest: number) {
    this.#first = first;
    this.#longest = longest;
    this.#wait = first;
  }

  get isDue(): boolean {
    return this.#waited >= this.#wait;
  }

  passRound(): void {
    this.#waited += 1;
  }

  /** It was done: the wait begins anew, twice as long. */
  double(): void {
    this.#wait = Math.min(this.#longest, Math.max(this.#first, this.#wait * 2));
    this.#waited = 0;
  }

  /** It was worth while: it is due again at once. */
  hurry(): void {
    this.#wait = 0;
  }

  restart(): void {
    this.#wait = this.#first;
    this.#waited = 0;
  }
}
