/** Where the figure for plain decoding comes from. */
export type PlainSource = "measured-at-load" | "measured-in-this-reply" | "learned-earlier";

/** When a plain pass was last timed. The drafters of a pair share one: they share the target. */
export class PlainTiming {
  readonly #now: () => number;
  #last: { readonly source: PlainSource; readonly at: number } | null;

  /**
   * @param now milliseconds from any start
   * @param known what is known by now, on the same clock
   */
  constructor(now: () => number, known: { readonly source: PlainSource; readonly at: number } | null = null) {
    this.#now = now;
    this.#last = known;
  }

  timed(): void {
    this.#last = { source: "measured-in-this-reply", at: this.#now() };
  }

  startReply(): void {
    if (this.#last?.source === "measured-in-this-reply") this.#last = { ...this.#last, source: "learned-earlier" };
  }

  /** Null while none was timed. */
  get last(): { readonly source: PlainSource; readonly ageMs: number } | null {
    const last = this.#last;
    return last === null ? null : { source: last.source, ageMs: Math.max(0, this.#now() - last.at) };
  }
}
