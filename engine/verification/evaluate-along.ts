import { commonPrefix } from "../context/align.ts";
import { evaluateUpTo } from "../context/evaluate-up-to.ts";
import type { Row, RowRequest, Sequence, TokenId } from "../runtime/runtime.ts";

/** Reads the row as the engine's own passes do, so that a backend treats both alike. */
const LIKE_A_REPLY: RowRequest = { kind: "best", tokens: [] };

/** Brings a cache to exactly these tokens, in passes as large as possible, keeping the prefix that is there. */
export async function fill(sequence: Sequence, tokens: readonly TokenId[]): Promise<void> {
  await sequence.truncate(commonPrefix(sequence.tokens, tokens));
  await evaluateUpTo(sequence, tokens, tokens.length);
}

/** The rows after the prompt and after each token of a reply but the last. */
export async function rowsAlong(
  sequence: Sequence,
  prompt: readonly TokenId[],
  reply: readonly TokenId[],
  request: RowRequest,
): Promise<readonly Row[]> {
  await fill(sequence, prompt.slice(0, -1));
  const tokens = [...prompt.slice(-1), ...reply.slice(0, -1)];
  const rows: Row[] = [];
  for (let start = 0; start < tokens.length; start += sequence.batchSize) {
    const part = tokens.slice(start, start + sequence.batchSize);
    rows.push(
      ...present(
        await sequence.evaluate(
          part,
          Array.from(part, () => request),
        ),
      ),
    );
  }
  return rows;
}

/** The row of the last token in one pass with those before it, of which there are `width` in all. */
export async function lastRow(sequence: Sequence, tokens: readonly TokenId[], width: number): Promise<Row> {
  await fill(sequence, tokens.slice(0, -width));
  const rows = await sequence.evaluate(tokens.slice(-width), requestsFor(width, width - 1));
  return rowAt(rows, width - 1);
}

/** The row after a text whose last tokens, from `start` on, went through an empty cache in passes of `width`. */
export async function rowInPasses(
  sequence: Sequence,
  text: readonly TokenId[],
  start: number,
  width: number,
): Promise<Row> {
  await sequence.truncate(0);
  await fill(sequence, text.slice(0, start));
  // The last pass is a full one, because its width is what the row depends on most.
  const last = Math.min(width, text.length - start);
  const before = text.length - last;
  for (let end = start + ((before - start) % width); end <= before; end += width)
    await fill(sequence, text.slice(0, end));
  return lastRow(sequence, text, last);
}

/** Asks for the whole vocabulary at one place of a pass. */
function requestsFor(width: number, index: number): readonly RowRequest[] {
  return Array.from({ length: width }, (_unused, at) => (at === index ? { kind: "all" } : LIKE_A_REPLY));
}

function rowAt(rows: readonly (Row | null)[], index: number): Row {
  const row = rows[index];
  if (row === null || row === undefined) throw new Error(`the pass has no row ${index}`);
  return row;
}

function present(rows: readonly (Row | null)[]): readonly Row[] {
  return rows.filter((row) => row !== null);
}
