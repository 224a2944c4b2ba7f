import type { RowRequest, Sequence } from "../runtime/runtime.ts";

/** Widths of verify passes worth knowing: 1 is plain decoding, the others show the slope and the kernels' steps. */
const WIDTHS = [1, 2, 4, 8, 16] as const;
/** A few cells in the cache, as at the start of a chat. */
const PREFIX_LENGTH = 16;
/** Each width counts as the faster of so many passes: the first also pays for a new graph. */
const PASSES = 2;
/** Milliseconds a measurement may take in all; beyond that only a single token is timed. */
const BUDGET_MS = 1000;

/** Milliseconds of a pass by its width, measured at load on an empty cache, which is empty again afterwards. */
export async function measureCosts(
  sequence: Sequence,
  signal: AbortSignal,
  widths: readonly number[] = WIDTHS,
): Promise<ReadonlyMap<number, number>> {
  const costs = new Map<number, number>();
  try {
    await pass(sequence, Math.min(PREFIX_LENGTH, sequence.batchSize));
    for (const width of widths) {
      const single = costs.get(1);
      const total = widths.reduce((sum, other) => sum + other, 0) * PASSES;
      const room = Math.min(sequence.batchSize, (sequence.capacity - sequence.tokens.length) / PASSES);
      if (signal.aborted || width > room || (single !== undefined && single * total > BUDGET_MS * 2)) break;
      let best = Number.POSITIVE_INFINITY;
      for (let index = 0; index < PASSES; index++) {
        const start = performance.now();
        await pass(sequence, width);
        best = Math.min(best, performance.now() - start);
      }
      costs.set(width, best);
    }
  } finally {
    await sequence.truncate(0);
  }
  return costs;
}

/** Which tokens they are makes no difference to the time. */
async function pass(sequence: Sequence, width: number): Promise<void> {
  const tokens = Array.from({ length: width }, (_unused, index) => index);
  const request: RowRequest = { kind: "best", tokens: [0] };
  await sequence.evaluate(
    tokens,
    tokens.map(() => request),
  );
}
