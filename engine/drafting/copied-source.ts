import type { TokenId } from "../runtime/runtime.ts";

/** So many differences in a row, and the text is no copy any more, or of another place. */
const LAST_DIFFERENCE = 3;

/** What the reply says in place of a token of the text that it copies. */
interface Replacement {
  readonly by: TokenId;
  /** Where in the text it was first said: what stands before that may still have the old token. */
  readonly since: number;
}

/**
 * Follows where in the text a reply copies from, across the places where it differs. After a difference no match is long
 * enough to be found, but a copy with one token replaced goes on right behind that token; and a token that was
 * replaced once, as a name is in an edit of code, will be replaced again.
 */
export class CopiedSource {
  readonly #replacements = new Map<TokenId, Replacement>();
  #place: number | null = null;
  /** Differences in a row. */
  #differences = 0;
  /** A difference of one token for another, until it shows whether the copy goes on behind it. */
  #difference: { readonly source: number; readonly text: number } | null = null;

  /** Where the copy goes on if the text does not differ from here on; null: nothing is being copied. */
  get place(): number | null {
    return this.#place;
  }

  /** Another text: nothing of what was learned holds. */
  reset(): void {
    this.#replacements.clear();
    this.#place = null;
    this.#differences = 0;
    this.#difference = null;
  }

  /**
   * What the text would say next if it were copied from `place` on. Where the source runs into the end of the text it goes
   * on from its beginning, so that a repetition is continued.
   */
  continuation(text: readonly TokenId[], place: number, count: number): TokenId[] {
    const period = text.length - place;
    return Array.from({ length: count }, (_unused, offset) => this.#said(text, place + (offset % period)));
  }

  /**
   * The text has grown.
   *
   * @param text all of it
   * @param before its length before
   * @param place where it was taken to be copied from; null: nowhere new
   */
  follow(text: readonly TokenId[], before: number, place: number | null): void {
    this.#settleDifference(text);
    let source = place ?? this.#place;
    if (source === null) return;
    if (place !== null && place !== this.#place) this.#differences = 0;
    for (let index = before; index < text.length; index++, source++) {
      const original = text[source];
      const said = text[index];
      if (original === undefined || said === undefined) break;
      this.#differences = said === this.#said(text, source) ? 0 : this.#differences + 1;
      if (original === said) {
        if (source < (this.#replacements.get(original)?.since ?? 0)) this.#replacements.delete(original);
      } else if (this.#differences > 0) {
        this.#difference = { source, text: index };
      }
    }
    this.#place = this.#differences < LAST_DIFFERENCE ? source : null;
    this.#settleDifference(text);
  }

  /** A token was replaced if the source goes on as the text does. */
  #settleDifference(text: readonly TokenId[]): void {
    const difference = this.#difference;
    if (difference === null || difference.text + 1 >= text.length) return;
    this.#difference = null;
    const original = text[difference.source];
    const by = text[difference.text];
    const goesOn = text[difference.source + 1] === text[difference.text + 1];
    if (goesOn && original !== undefined && by !== undefined) {
      this.#replacements.set(original, { by, since: difference.text });
    }
  }

  #said(text: readonly TokenId[], index: number): TokenId {
    const token = text[index] ?? 0;
    const replacement = this.#replacements.get(token);
    return replacement !== undefined && index < replacement.since ? replacement.by : token;
  }
}
