import { samePrefix } from "../context/align.ts";
import type { TokenId } from "../runtime/runtime.ts";

/** A match has at least this many tokens: shorter ones are mostly chance. */
const SHORTEST_MATCH = 3;
/** Longer matches are not told apart. */
const LONGEST_MATCH = 32;
/** Of the places with the same last tokens, so many are looked at, latest first. */
const PLACES = 32;

/** An earlier place in the text that reads like its end. */
export interface LookupMatch {
  /** Index of the token that followed there. */
  readonly place: number;
  /** How many of the last tokens the two places share. */
  readonly length: number;
}

/**
 * Finds, in prompt and reply, earlier places that end like the text ends now (prompt lookup decoding; Saxena 2023,
 * llama.cpp's ngram-simple). Kept incrementally: a token costs one entry, a search looks at {@link PLACES} places.
 */
export class LookupIndex {
  readonly #tokens: TokenId[] = [];
  /** Hash of a place's last tokens -> where they end, in order. */
  readonly #places = new Map<number, number[]>();

  /**
   * Takes over a history; what it shares with the one before is not indexed again.
   *
   * @returns false where it is another text and not the last one gone on
   */
  follow(history: readonly TokenId[]): boolean {
    const goesOn = samePrefix(this.#tokens, history, this.#tokens.length);
    if (!goesOn) {
      this.#tokens.length = 0;
      this.#places.clear();
    }
    for (let index = this.#tokens.length; index < history.length; index++) this.#append(history[index] ?? 0);
    return goesOn;
  }

  /** The place with the longest match, of equals the latest; null where none shares {@link SHORTEST_MATCH} tokens. */
  find(): LookupMatch | null {
    const end = this.#tokens.length;
    if (end <= SHORTEST_MATCH) return null;
    const places = this.#places.get(this.#hashAt(end)) ?? [];
    let best: LookupMatch | null = null;
    // The last place is the end itself.
    for (let index = places.length - 2; index >= Math.max(0, places.length - 1 - PLACES); index--) {
      const place = places[index] ?? 0;
      const length = this.sharedLength(place);
      if (length >= SHORTEST_MATCH && length > (best?.length ?? 0)) best = { place, length };
      if (length >= LONGEST_MATCH) break;
    }
    return best;
  }

  /** How many tokens before this place are those before the end of the text, up to {@link LONGEST_MATCH}. */
  sharedLength(place: number): number {
    const end = this.#tokens.length;
    let length = 0;
    while (
      length < LONGEST_MATCH &&
      length < place &&
      this.#tokens[place - 1 - length] === this.#tokens[end - 1 - length]
    ) {
      length += 1;
    }
    return length;
  }

  #append(token: TokenId): void {
    this.#tokens.push(token);
    const end = this.#tokens.length;
    if (end < SHORTEST_MATCH) return;
    const hash = this.#hashAt(end);
    const places = this.#places.get(hash);
    if (places === undefined) this.#places.set(hash, [end]);
    else places.push(end);
  }

  /** FNV-1a over the last tokens before `end`; a chance collision is found out by comparing. */
  #hashAt(end: number): number {
    let hash = 0x811c9dc5;
    for (let index = end - SHORTEST_MATCH; index < end; index++) {
      hash = Math.imul(hash ^ (this.#tokens[index] ?? 0), 0x01000193);
    }
    return hash;
  }
}
