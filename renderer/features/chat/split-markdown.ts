/**
 * Cuts Markdown into pieces that can be rendered on their own, so that while a reply streams only the last piece is
 * parsed again. A cut is made only where the text before and after it cannot belong to the same block: at an empty line
 * outside a fence that is followed by an ordinary paragraph, heading or fence at the left margin.
 */
export function splitMarkdown(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  let fence: string | null = null;
  let afterEmptyLine = false;
  for (const line of linesOf(text)) {
    if (fence === null && afterEmptyLine && startsBlock(line.text)) {
      pieces.push(ownText(text.slice(start, line.start)));
      start = line.start;
    }
    fence = fenceAfter(fence, line.text);
    afterEmptyLine = fence === null && line.text.trim() === "";
  }
  if (start < text.length) pieces.push(text.slice(start));
  return pieces;
}

/**
 * A part of a string keeps the whole of it in memory. While a reply streams the pieces come from ever longer texts, each
 * of which would be kept for the sake of one piece: tens of megabytes for a reply of 20,000 tokens.
 */
function ownText(part: string): string {
  return ` ${part}`.slice(1);
}

/**
 * The same for a text that may be an earlier one with more at its end: what comes before the last cut is not read again.
 * @param known the pieces of the earlier text
 */
export function splitLonger(known: readonly string[], text: string): readonly string[] {
  const settled = known.slice(0, -1);
  let start = 0;
  for (const piece of settled) {
    if (!text.startsWith(piece, start)) return splitMarkdown(text);
    start += piece.length;
  }
  // The cut was made for how the line after it begins.
  if (text[start] !== known.at(-1)?.[0]) return splitMarkdown(text);
  return [...settled, ...splitMarkdown(text.slice(start))];
}

/** The lines with their ends; those of a code or formula block, its fences included, are no prose. */
export function* markdownLines(text: string): Generator<{ readonly text: string; readonly prose: boolean }> {
  let fence: string | null = null;
  for (const line of linesOf(text)) {
    const before = fence;
    fence = fenceAfter(fence, line.text);
    const end = text[line.start + line.text.length] === "\n" ? "\n" : "";
    yield { text: line.text + end, prose: before === null && fence === null };
  }
}

interface Line {
  readonly start: number;
  readonly text: string;
}

function* linesOf(text: string): Generator<Line> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf("\n", start);
    const next = end === -1 ? text.length : end + 1;
    yield { start, text: text.slice(start, end === -1 ? text.length : end) };
    start = next;
  }
}

/** A line that begins something new whatever stands before it: neither indented nor a list item, a quote or a table. */
function startsBlock(line: string): boolean {
  return /^[^\s>|*+\-\d[:]/.test(line);
}

/**
 * The fence of code or of a formula that is open after a line: its mark, or null. A fence closes with at least as many
 * of the same mark.
 */
function fenceAfter(open: string | null, line: string): string | null {
  const found = /^ {0,3}(`{3,}|~{3,}|\${2,}(?=\s*$))(.*)$/.exec(line);
  const [, mark = "", rest = ""] = found ?? [];
  if (found === null) return open;
  if (open === null) return mark.startsWith("`") && rest.includes("`") ? null : mark;
  return mark[0] === open[0] && mark.length >= open.length && rest.trim() === "" ? null : open;
}
