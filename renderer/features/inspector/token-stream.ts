/**
 * Rounds turned into what the token view draws. A stream only grows: adding rounds keeps every finished block and chunk
 * as the same object, so that memoised views redraw nothing but the tail.
 */
import type { DraftedToken, EmittedToken, Origin, Round, Verdict } from "../../../contract/trace.ts";
import { type VisibleText, visibleText } from "../../../contract/visible-text.ts";
import { type SurpriseLevel, surpriseLevel } from "./surprise.ts";

/** How a token is marked: where an emitted one came from, or what became of a guess that was not kept. */
export type Mark = Origin | Exclude<Verdict, "accepted">;

/** Which token of a round: `e2` is its third emitted token, `d1` its second drafted one. */
export type Slot = `e${number}` | `d${number}`;

export interface DisplayToken extends VisibleText {
  readonly round: number;
  readonly slot: Slot;
  readonly mark: Mark;
  /** The token's text as it is part of the reply, or as it would have been. */
  readonly text: string;
  /** Of the reply's own tokens; thrown-away guesses are quiet, their mark says enough. */
  readonly surprise: SurpriseLevel;
}

/** Tokens of one line. */
export interface TokenChunk {
  readonly tokens: readonly DisplayToken[];
  readonly endsLine: boolean;
}

/** A stretch of lines: what may be laid out on its own. */
export interface TokenBlock {
  readonly chunks: readonly TokenChunk[];
  readonly tokenCount: number;
  readonly ended: boolean;
}

export interface TokenStream {
  readonly blocks: readonly TokenBlock[];
  readonly tokenCount: number;
}

const CHUNK_TOKENS = 48;
/**
 * A block ends at the first line break after so many tokens, not quite a window full: many small ones cost the browser
 * more than they save, as it looks at every one of them in each frame to see whether it is in sight, and lays a frame out
 * twice in which there is a new one.
 */
const ENOUGH_TOKENS = 400;
/** A reply without line breaks is broken here, so that no single block grows without end. */
const BLOCK_TOKENS = 1_200;

export const emptyTokenStream: TokenStream = { blocks: [], tokenCount: 0 };

/** The stream with more rounds at its end; the given stream stays as it is. */
export function appendRounds(stream: TokenStream, rounds: readonly Round[]): TokenStream {
  const tokens = rounds.flatMap(displayTokens);
  if (tokens.length === 0) return stream;
  const blocks = [...stream.blocks];
  for (const token of tokens) {
    const tail = blocks.at(-1);
    if (tail === undefined || tail.ended) blocks.push(appendToken(emptyBlock, token));
    else blocks[blocks.length - 1] = appendToken(tail, token);
  }
  return { blocks, tokenCount: stream.tokenCount + tokens.length };
}

/** The tokens of a round in reading order: kept guesses, the guesses thrown away, what was emitted instead. */
export function displayTokens(round: Round): DisplayToken[] {
  const kept = round.emitted.findLastIndex((token) => token.origin === "accepted") + 1;
  const emitted = round.emitted.map((token, index) => emittedToken(round.index, token, index));
  const thrownAway = round.drafted.flatMap((token, index) =>
    token.verdict === "accepted" ? [] : [draftedToken(round.index, token, token.verdict, index)],
  );
  return [...emitted.slice(0, kept), ...thrownAway, ...emitted.slice(kept)];
}

/** Every drafted token of a round, for views that show the round rather than the reply. */
export function draftedTokens(round: Round): DisplayToken[] {
  return round.drafted.map((token, index) => draftedToken(round.index, token, token.verdict, index));
}

/** What a round emitted beyond its kept guesses: the correction, bonus, plain or chosen token. */
export function addedTokens(round: Round): DisplayToken[] {
  return round.emitted.flatMap((token, index) =>
    token.origin === "accepted" ? [] : [emittedToken(round.index, token, index)],
  );
}

const emptyBlock: TokenBlock = { chunks: [], tokenCount: 0, ended: false };

function appendToken(block: TokenBlock, token: DisplayToken): TokenBlock {
  const chunks = [...block.chunks];
  const tail = chunks.at(-1);
  const isEnd = endsLine(token);
  if (tail === undefined || tail.endsLine || tail.tokens.length >= CHUNK_TOKENS) {
    chunks.push({ tokens: [token], endsLine: isEnd });
  } else chunks[chunks.length - 1] = { tokens: [...tail.tokens, token], endsLine: isEnd };
  const tokenCount = block.tokenCount + 1;
  const ended = tokenCount >= BLOCK_TOKENS || (tokenCount >= ENOUGH_TOKENS && isEnd);
  return { chunks, tokenCount, ended };
}

/** Guesses that were thrown away show their line breaks as signs only, so they end nothing. */
function endsLine(token: DisplayToken): boolean {
  return token.mark !== "rejected" && token.mark !== "untested" && token.text.endsWith("\n");
}

/** The chunks of a block, line by line: each line is laid out by itself, so that the last one alone is while it grows. */
export function linesOf({ chunks }: TokenBlock): readonly (readonly TokenChunk[])[] {
  const lines: TokenChunk[][] = [];
  let line: TokenChunk[] | null = null;
  for (const chunk of chunks) {
    if (line === null) {
      line = [];
      lines.push(line);
    }
    line.push(chunk);
    if (chunk.endsLine) line = null;
  }
  return lines;
}

function emittedToken(round: number, token: EmittedToken, index: number): DisplayToken {
  return {
    ...visibleText(token),
    round,
    slot: `e${index}`,
    mark: token.origin,
    text: token.text,
    surprise: surpriseLevel(token.p),
  };
}

function draftedToken(round: number, token: DraftedToken, mark: Mark, index: number): DisplayToken {
  return { ...visibleText(token), round, slot: `d${index}`, mark, text: token.text, surprise: 0 };
}
