import type { ControlledEvaluateIndexOutput, ControlledEvaluateInputItem, LlamaContextSequence } from "node-llama-cpp";
import { asToken, toInputItem, toRow } from "./row-translation.ts";
import type { EvaluationCount, Row, Sequence, TokenId } from "./runtime.ts";

interface SequenceOptions {
  /** Tokens that may be used of it: llama.cpp makes contexts of multiples of 256 cells, whatever was asked for. */
  readonly contextSize?: number;
  /** See {@link Sequence.canShift}. */
  readonly canShift?: boolean;
}

/** {@link Sequence} over the only sequence of a node-llama-cpp context. */
export function createLlamaSequence(
  native: LlamaContextSequence,
  batchSize: number,
  vocabularySize: number,
  { contextSize = native.contextSize, canShift = false }: SequenceOptions = {},
): Sequence {
  const cached: TokenId[] = [];
  let count: EvaluationCount = { calls: 0, rows: 0 };

  const requireLength = (length: number): void => {
    if (native.nextTokenIndex === length) return;
    throw new Error(`the cache holds ${native.nextTokenIndex} tokens after cutting it to ${length}`);
  };

  return {
    // The library keeps one cell free: with none left it would shift the context by itself.
    capacity: Math.min(contextSize, native.contextSize) - 1,
    batchSize,
    get tokens() {
      return cached;
    },
    get count() {
      return count;
    },

    async evaluate(tokens, requests, goesOn = () => true): Promise<readonly (Row | null)[]> {
      if (tokens.length > batchSize) throw new Error(`${tokens.length} tokens in one pass, ${batchSize} are possible`);
      if (cached.length + tokens.length > this.capacity) {
        throw new Error(`${cached.length} cached and ${tokens.length} new tokens do not fit ${this.capacity} cells`);
      }
      count = { calls: count.calls + 1, rows: count.rows + tokens.length };
      const items = tokens.map((token, index) => toInputItem(token, requests[index], vocabularySize));
      const rows: (Row | null)[] = tokens.map(() => null);
      let failure: unknown = null;
      const onTokenResult = (index: number, output: ControlledEvaluateIndexOutput): void => {
        // The library would swallow what is thrown here.
        try {
          const row = toRow(requests[index] ?? { kind: "best", tokens: [] }, output);
          rows[index] = row;
          // It looks up what to read off a row when that row's turn has come, so the rest can still be called off.
          if (!goesOn(row, index)) callOff(items, tokens, index + 1);
        } catch (error) {
          failure ??= error;
          callOff(items, tokens, index + 1);
        }
      };
      try {
        await native.controlledEvaluate(items, { onTokenResult });
        if (failure !== null) throw failure;
        cached.push(...tokens);
        return rows;
      } catch (error) {
        // A failed pass may have left some of its cells behind; only an empty cache is certain.
        cached.length = 0;
        await native.clearHistory();
        throw error;
      }
    },

    async truncate(length) {
      if (length >= cached.length) return;
      cached.length = length;
      // Erasing from 0 makes the library rebuild the sequence; clearing it is what is meant and costs nothing.
      if (length === 0) await native.clearHistory();
      else await native.eraseContextTokenRanges([{ start: length, end: native.nextTokenIndex }]);
      requireLength(length);
    },

    canShift,
    async remove(start, end) {
      // The library rebuilds a sequence that is to lose its beginning, and llama.cpp ends the process where it cannot shift.
      if (!canShift || start <= 0) throw new Error(`positions ${start} to ${end} cannot be cut out of this cache`);
      cached.splice(start, end - start);
      await native.eraseContextTokenRanges([{ start, end }]);
      requireLength(cached.length);
    },
  };
}

/** From that index on no row is read any more. */
function callOff(items: ControlledEvaluateInputItem[], tokens: readonly TokenId[], start: number): void {
  for (const [index, token] of tokens.entries()) if (index >= start) items[index] = asToken(token);
}
