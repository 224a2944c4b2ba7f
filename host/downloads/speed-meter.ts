const WINDOW_MS = 5000;
/** Less says nothing of how fast it goes. */
const LEAST_MS = 500;

/** How fast bytes have come over the last seconds. Times in milliseconds of a clock that only goes forward. */
export class SpeedMeter {
  #seen: { readonly at: number; readonly bytes: number }[] = [];

  add(at: number, bytes: number): void {
    const last = this.#seen.at(-1);
    // A file that begins anew says nothing of its speed.
    if (last !== undefined && bytes < last.bytes) this.#seen = [];
    this.#seen.push({ at, bytes });
    while (this.#seen.length > 2 && (this.#seen[1]?.at ?? at) <= at - WINDOW_MS) this.#seen.shift();
  }

  /** Null: too early to say. */
  bytesPerSecond(): number | null {
    const [first] = this.#seen;
    const last = this.#seen.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < LEAST_MS) return null;
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
  }
}
