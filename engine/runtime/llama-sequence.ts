import type { LlamaContextSequence } from "node-llama-cpp";
import { toInputItem, toRow } from "./row-translation.ts";
import type { EvaluationCount, Row, RowRequest, Sequence, TokenId } from "./runtime.ts";

/** {@link Sequence} over the only sequence of a node-llama-cpp context. */
export function createLlamaSequence(native: LlamaContextSequence, batchSize: number, vocabularySize: number): Sequence {
  const cached: TokenId[] = [];
  let count: EvaluationCount = { calls: 0, rows: 0 };

  return {
    // The library keeps one cell free: with none left it would shift the context by itself.
    capacity: native.contextSize - 1,
    batchSize,
    get tokens() {
      return cached;
    },
    get count() {
      return count;
    },

    async evaluate(tokens, requests): Promise<readonly (Row | null)[]> {
      if (tokens.length > batchSize) throw new Error(`${tokens.length} tokens in one pass, ${batchSize} are possible`);
      if (cached.length + tokens.length > native.contextSize - 1) {
        throw new Error(
          `${cached.length} cached and ${tokens.length} new tokens do not fit ${native.contextSize} cells`,
        );
      }
      count = { calls: count.calls + 1, rows: count.rows + tokens.length };
      const items = tokens.map((token, index) => toInputItem(token, requests[index], vocabularySize));
      try {
        const outputs = await native.controlledEvaluate(items);
        cached.push(...tokens);
        return tokens.map((_token, index) => (isAsked(requests[index]) ? toRow(outputs[index]) : null));
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
      if (native.nextTokenIndex !== length) {
        throw new Error(`the cache holds ${native.nextTokenIndex} tokens after cutting it to ${length}`);
      }
    },
  };
}

function isAsked(request: RowRequest | null | undefined): request is RowRequest {
  return request !== null && request !== undefined;
}
