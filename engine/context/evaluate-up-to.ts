import type { Sequence, TokenId } from "../runtime/runtime.ts";

/**
 * Evaluates what a cache lacks of the first `end` of these tokens, in passes as large as possible, and reads no row. What
 * it holds by now has to be their beginning.
 *
 * @throws the signal's reason between two passes
 */
export async function evaluateUpTo(
  sequence: Sequence,
  tokens: readonly TokenId[],
  end: number,
  signal?: AbortSignal,
): Promise<void> {
  for (let start = sequence.tokens.length; start < end; start = sequence.tokens.length) {
    signal?.throwIfAborted();
    const part = tokens.slice(start, Math.min(end, start + sequence.batchSize));
    await sequence.evaluate(
      part,
      part.map(() => null),
    );
  }
}
