import type { ControlledEvaluateIndexOutput, ControlledEvaluateInputItem, Token } from "node-llama-cpp";
import { byLogit } from "../sampling/logits.ts";
import type { Row, RowRequest, TokenId } from "./runtime.ts";

/**
 * The most likely tokens over which `top` requests normalise. Selecting that many costs about a millisecond (a bucket
 * sort), where sorting a whole vocabulary of 152k costs twelve; what is left out holds under 1 % of the weight even
 * where the model is at its least certain, and then every single probability is small (measured: docs/decisions).
 */
function poolSize(vocabularySize: number): number {
  return Math.max(8192, Math.floor(vocabularySize / 6));
}

/** The library's form of a request. */
export function toInputItem(
  token: TokenId,
  request: RowRequest | null | undefined,
  vocabularySize: number,
): ControlledEvaluateInputItem {
  if (request === null || request === undefined) return asToken(token);
  switch (request.kind) {
    case "best":
      // At temperature 0 the library's chain is greedy alone: the whole vocabulary stays, unsorted, so the weight is exact.
      return [
        asToken(token),
        {
          generateNext: {
            totalLogitWeight: true,
            logits: { filter: { tokens: request.tokens.map(asToken), includeSelected: true } },
            options: { temperature: 0 },
          },
        },
      ];
    case "top":
      // Temperature 1 and the filters off: raw logits, but a chain with a top-k, which spares the full sort. The seed is
      // fixed because the library's own pick is not used.
      return [
        asToken(token),
        {
          generateNext: {
            totalLogitWeight: true,
            logits: { filter: { tokens: request.tokens.map(asToken), includeTop: request.count } },
            options: {
              temperature: 1,
              topK: Math.min(Math.max(poolSize(vocabularySize), request.count), vocabularySize),
              topP: 1,
              minP: 0,
              seed: 0,
            },
          },
        },
      ];
    case "all":
      return [asToken(token), { generateNext: { totalLogitWeight: true, logits: true, options: { temperature: 0 } } }];
  }
}

/** The library's answer in our form. */
export function toRow(output: ControlledEvaluateIndexOutput | undefined): Row {
  const logits = output?.next.logits;
  const totalWeight = output?.next.totalLogitWeight;
  if (logits === undefined || logits.size === 0 || totalWeight === undefined) {
    throw new Error("the native library returned no logits for a row that asked for them");
  }
  return {
    logits: [...logits].map(([id, logit]) => ({ id: Number(id), logit })).sort(byLogit),
    totalWeight,
  };
}

/** The library brands its token numbers; the numbers are the same. */
export function asToken(token: TokenId): Token {
  return token as Token;
}
