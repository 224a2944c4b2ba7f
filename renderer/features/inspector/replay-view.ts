/** What of a reply is to be seen at a moment of its replay. */
import type { Round } from "../../../contract/trace.ts";
import type { Moment } from "./replay-timeline.ts";
import type { DisplayToken, Slot, TokenBlock, TokenStream } from "./token-stream.ts";

/** The rounds that are done by then. */
export function roundsDone({ round, verified }: Moment): number {
  return verified ? round + 1 : round;
}

/** How far a replay has come in a round. `before`: not begun. A number: so many guesses are drafted, none is verified. */
export type RoundProgress = "before" | number;

/** Null: the round is done, or nothing is being replayed. */
export function roundProgress(moment: Moment | null, round: number): RoundProgress | null {
  if (moment === null || round < moment.round) return null;
  if (round > moment.round) return "before";
  return moment.verified ? null : moment.drafted;
}

/** The token that the moment is about; null at the very beginning. */
export function tokenOfMoment(
  rounds: readonly Round[],
  { round, drafted, verified }: Moment,
): { readonly round: number; readonly slot: Slot } | null {
  const shown = rounds[round];
  if (shown === undefined) return null;
  if (!verified) return drafted === 0 ? null : { round, slot: `d${drafted - 1}` };
  return shown.emitted.length === 0 ? null : { round, slot: `e${shown.emitted.length - 1}` };
}

/** The stream up to a round. Whole blocks and chunks stay the same objects, so that views draw only the cut one. */
export function cutStream(stream: TokenStream, rounds: number): TokenStream {
  const blocks: TokenBlock[] = [];
  let tokenCount = 0;
  for (const block of stream.blocks) {
    const last = block.chunks.at(-1)?.tokens.at(-1);
    if (last !== undefined && last.round < rounds) {
      blocks.push(block);
      tokenCount += block.tokenCount;
      continue;
    }
    const cut = cutBlock(block, rounds);
    if (cut.tokenCount > 0) blocks.push(cut);
    tokenCount += cut.tokenCount;
    break;
  }
  return { blocks, tokenCount };
}

function cutBlock(block: TokenBlock, rounds: number): TokenBlock {
  const before = (token: DisplayToken): boolean => token.round < rounds;
  const chunks = block.chunks.flatMap((chunk) => {
    if (chunk.tokens.every(before)) return [chunk];
    const tokens = chunk.tokens.filter(before);
    return tokens.length === 0 ? [] : [{ tokens, endsLine: false }];
  });
  return { chunks, tokenCount: chunks.reduce((sum, chunk) => sum + chunk.tokens.length, 0), ended: false };
}
