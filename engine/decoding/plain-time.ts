import type { DecodedRound } from "./decode-round.ts";

/** What the rounds of a reply would have taken without drafts, on the machine as busy as it was and at the depth of each. */
export class PlainTime {
  #ms = 0;

  /** Milliseconds. */
  get ms(): number {
    return this.#ms;
  }

  /**
   * A round without drafts is its own measure: whatever held it up would have held up plain decoding as well. Only what it
   * took to look for drafts is left out.
   *
   * @param plainTokenMs what a plain token took about then; asked only of a round that drafted
   */
  add(
    { drafted, emitted, timing }: Pick<DecodedRound, "drafted" | "emitted" | "timing">,
    plainTokenMs: () => number,
  ): void {
    this.#ms += drafted.length === 0 ? timing.verifyMs + timing.overheadMs : emitted.length * plainTokenMs();
  }
}
