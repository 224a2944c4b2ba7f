import { damaged } from "./unreadable.ts";

/** A string of a few letters costs about this much beside its letters. */
const PER_TEXT = 32;
/** Texts may take twice their bytes in memory. The largest vocabularies (262,144 tokens) take some 11 MiB by this count. */
const MAXIMUM_KEPT_BYTES = 24 * 2 ** 20;

/** Counts what a header makes its reader keep in memory, so that no file, whatever its size, can make it keep much. */
export class KeptBytes {
  readonly #fileName: string;
  #bytes = 0;

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  /** @throws OutriderError model-unreadable where a text of so many bytes is one too many */
  add(bytes: number): void {
    this.#bytes += bytes + PER_TEXT;
    if (this.#bytes > MAXIMUM_KEPT_BYTES) {
      throw damaged(this.#fileName, "its names, texts and tokens are more than any model has");
    }
  }
}
