import type { RowRequest, Sequence } from "../runtime/runtime.ts";

/** Each width counts as the faster of so many passes: the first also pays for a new graph. */
const PASSES = 2;

export interface Measuring {
  readonly widths: readonly number[];
  /** On the clock of `now`. A width that may take longer, or has no room, is left out, and all beyond it. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  /** Milliseconds from any start. */
  readonly now: () => number;
}

/** Milliseconds of a pass by its width, measured on an empty cache, which is empty again afterwards. */
export async function measureCosts(
  sequence: Sequence,
  { widths, deadline, signal, now }: Measuring,
): Promise<ReadonlyMap<number, number>> {
  const costs = new Map<number, number>();
  const time = async (width: number): Promise<number> => {
    const start = now();
    await pass(sequence, width);
    return now() - start;
  };
  try {
    // The first pass of all also reads weights that are not in memory yet.
    let msPerColumn = await time(1);
    for (const width of widths) {
      const room = Math.min(sequence.batchSize, (sequence.capacity - sequence.tokens.length) / PASSES);
      if (signal.aborted || width > room || now() + PASSES * width * msPerColumn > deadline) break;
      let best = Number.POSITIVE_INFINITY;
      for (let index = 0; index < PASSES; index++) best = Math.min(best, await time(width));
      costs.set(width, best);
      msPerColumn = best / width;
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
