/** Moving through the tokens of a reply by keyboard. */
import { isShown, type ShownGuesses } from "./shown-guesses.ts";
import type { DisplayToken, TokenStream } from "./token-stream.ts";

export type Step = "next" | "previous" | "next-round" | "previous-round" | "first" | "last";

type Place = Pick<DisplayToken, "round" | "slot">;

/** The token a step leads to from a place (null: from outside); the same one at either end. Null for an empty stream. */
export function walk(stream: TokenStream, from: Place | null, step: Step, guesses: ShownGuesses): DisplayToken | null {
  const tokens = stream.blocks
    .flatMap((block) => block.chunks.flatMap((chunk) => chunk.tokens))
    .filter((token) => isShown(token.mark, guesses));
  const at = from === null ? -1 : tokens.findIndex((token) => token.round === from.round && token.slot === from.slot);
  const first = tokens.at(0) ?? null;
  const last = tokens.at(-1) ?? null;
  if (step === "first" || (at === -1 && step !== "last")) return first;
  switch (step) {
    case "last":
      return last;
    case "next":
      return tokens[at + 1] ?? last;
    case "previous":
      return tokens[at - 1] ?? first;
    case "next-round":
      return tokens.find((token) => token.round > (from?.round ?? -1)) ?? last;
    case "previous-round": {
      const before = tokens.findLast((token) => token.round < (from?.round ?? 0));
      return tokens.find((token) => token.round === before?.round) ?? first;
    }
  }
}
