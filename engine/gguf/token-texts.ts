interface Block {
  readonly firstId: number;
  readonly bytes: Buffer;
}

/**
 * The texts of a vocabulary, as the bytes they are in the file. Most are never looked at, and a string of each of 150,000
 * costs a tenth of a second.
 */
export class TokenTexts {
  /** What was read of the file, kept as it is: a text lies within one block. */
  readonly #blocks: Block[] = [];
  /** By token, within its block. */
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  #length = 0;

  /** @param most how many texts there is room for */
  constructor(most: number) {
    this.#starts = new Uint32Array(most);
    this.#ends = new Uint32Array(most);
  }

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** The next token's text is these bytes, UTF-8; they are kept, not copied. */
  add(bytes: Buffer, start: number, end: number): void {
    if (this.#blocks.at(-1)?.bytes !== bytes) this.#blocks.push({ firstId: this.#length, bytes });
    this.#starts[this.#length] = start;
    this.#ends[this.#length] = end;
    this.#length++;
  }

  /** Undefined where there is no such token. */
  at(id: number): string | undefined {
    return this.#blockOf(id)?.toString("utf8", this.#starts[id], this.#ends[id]);
  }

  /** Whether both have the token, with the same text to the byte. */
  agreesAt(id: number, other: TokenTexts): boolean {
    const mine = this.#blockOf(id);
    const theirs = other.#blockOf(id);
    if (mine === undefined || theirs === undefined) return false;
    let place = this.#starts[id] ?? 0;
    let otherPlace = other.#starts[id] ?? 0;
    const end = this.#ends[id] ?? 0;
    if (end - place !== (other.#ends[id] ?? 0) - otherPlace) return false;
    while (place < end) {
      if (mine[place++] !== theirs[otherPlace++]) return false;
    }
    return true;
  }

  #blockOf(id: number): Buffer | undefined {
    if (id < 0 || id >= this.#length) return undefined;
    let index = this.#blocks.length - 1;
    while ((this.#blocks[index]?.firstId ?? 0) > id) index--;
    return this.#blocks[index]?.bytes;
  }
}
