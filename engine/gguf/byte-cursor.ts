import type { ByteSource } from "./byte-source.ts";
import { cutShort } from "./unreadable.ts";

/** Big enough that a header takes a few reads, small enough not to matter. */
const CHUNK = 2 ** 20;

/**
 * Reads little-endian values one after another, a chunk of the source at a time. `load` says how many bytes the next
 * reads need; apart from it nothing waits, because headers hold hundreds of thousands of values.
 */
export class ByteCursor {
  readonly #source: ByteSource;
  #chunk = Buffer.alloc(0);
  /** Where the chunk lies in the source. */
  #chunkStart = 0;
  /** The next byte, within the chunk; beyond its end after a long skip. */
  #offset = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** The next byte, within the source. */
  get position(): number {
    return this.#chunkStart + this.#offset;
  }

  get remaining(): number {
    return this.#source.size - this.position;
  }

  /** Whether that many bytes can be read without `load`. */
  has(bytes: number): boolean {
    return this.#offset + bytes <= this.#chunk.length;
  }

  /** @throws OutriderError where the source ends before */
  async load(bytes: number): Promise<void> {
    if (this.has(bytes)) {
      return;
    }
    if (bytes > this.remaining) {
      throw cutShort(this.#source.name, null, this.#source.size);
    }
    const start = this.position;
    const chunk = Buffer.allocUnsafe(Math.min(Math.max(bytes, CHUNK), this.#source.size - start));
    let filled = 0;
    while (filled < chunk.length) {
      const read = await this.#source.read(chunk.subarray(filled), start + filled);
      if (read === 0) {
        // Shorter than its size said: it shrank while it was read.
        throw cutShort(this.#source.name, null, start + filled);
      }
      filled += read;
    }
    this.#chunk = chunk;
    this.#chunkStart = start;
    this.#offset = 0;
  }

  /** @throws OutriderError where the source ends before */
  skip(bytes: number): void {
    if (bytes > this.remaining) {
      throw cutShort(this.#source.name, null, this.#source.size);
    }
    this.#offset += bytes;
  }

  uint8(): number {
    return this.#chunk.readUInt8(this.#take(1));
  }

  int8(): number {
    return this.#chunk.readInt8(this.#take(1));
  }

  uint16(): number {
    return this.#chunk.readUInt16LE(this.#take(2));
  }

  int16(): number {
    return this.#chunk.readInt16LE(this.#take(2));
  }

  uint32(): number {
    return this.#chunk.readUInt32LE(this.#take(4));
  }

  int32(): number {
    return this.#chunk.readInt32LE(this.#take(4));
  }

  float32(): number {
    return this.#chunk.readFloatLE(this.#take(4));
  }

  float64(): number {
    return this.#chunk.readDoubleLE(this.#take(8));
  }

  uint64(): bigint {
    return this.#chunk.readBigUInt64LE(this.#take(8));
  }

  int64(): bigint {
    return this.#chunk.readBigInt64LE(this.#take(8));
  }

  /** An unsigned 64-bit number as a double: exact up to 2^53, and beyond that still larger than any limit. */
  size(): number {
    const low = this.uint32();
    return this.uint32() * 2 ** 32 + low;
  }

  text(bytes: number): string {
    const start = this.#take(bytes);
    return this.#chunk.toString("utf8", start, start + bytes);
  }

  /** As `text`, for who keeps the bytes as they are: they lie in this buffer, which is not written to again. */
  bytes(length: number, keep: (buffer: Buffer, start: number, end: number) => void): void {
    const start = this.#take(length);
    keep(this.#chunk, start, start + length);
  }

  #take(bytes: number): number {
    const start = this.#offset;
    this.#offset += bytes;
    return start;
  }
}
