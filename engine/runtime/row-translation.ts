import type { ControlledEvaluateIndexOutput, ControlledEvaluateInputItem, Token } from "node-llama-cpp";
import { byLogit, type TokenLogit } from "../sampling/logits.ts";
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
      // Any filter makes the library copy all logits first, which takes as long as the rest; the choice needs none.
      if (request.tokens.length === 0) {
        return [asToken(token), { generateNext: { token: true, totalLogitWeight: true, options: { temperature: 0 } } }];
      }
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
export function toRow(request: RowRequest, { next }: ControlledEvaluateIndexOutput): Row {
  const logits = request.kind === "best" ? fromBest(next) : [...logitsOf(next)].map(toTokenLogit).sort(byLogit);
  if (logits.length === 0 || next.totalLogitWeight === undefined) {
    throw new Error("the native library returned no logits for a row that asked for them");
  }
  return { logits, totalWeight: next.totalLogitWeight };
}

type NextToken = ControlledEvaluateIndexOutput["next"];

function fromBest(next: NextToken): readonly TokenLogit[] {
  if (next.token !== undefined && next.token !== null) return [{ id: next.token, logit: 0 }];
  const logits = [...logitsOf(next)].map(toTokenLogit).sort(byLogit);
  const largest = logits[0]?.logit ?? 0;
  return logits.map(({ id, logit }) => ({ id, logit: logit - largest }));
}

function logitsOf(next: NextToken): NonNullable<NextToken["logits"]> {
  return next.logits ?? new Map();
}

function toTokenLogit([id, logit]: readonly [Token, number]): TokenLogit {
  return { id, logit };
}

/** The library brands its token numbers; the numbers are the same. */
export function asToken(token: TokenId): Token {
  return token as Token;
}
