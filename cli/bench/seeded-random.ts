/**
 * A reproducible stream of numbers in [0, 1): mulberry32 (Tommy Ettinger, 2017, public domain). Good enough to put arms
 * into an order and to draw bootstrap samples; replies draw from the engine's own source.
 */
export function createSeededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same things in a random order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const order = [...items];
  for (let end = order.length - 1; end > 0; end--) {
    const index = Math.floor(random() * (end + 1));
    const moved = order.splice(index, 1);
    order.splice(end, 0, ...moved);
  }
  return order;
}
