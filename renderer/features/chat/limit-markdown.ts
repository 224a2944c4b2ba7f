/**
 * Keeps what a few characters of Markdown can grow into within bounds: a table is padded to its widest row, and quotes
 * nest as deep as somebody cares to type. A plug-in of the parser, working on its tree.
 */

/** The part of a node that matters here. */
interface MarkdownNode {
  type: string;
  value?: string;
  children?: MarkdownNode[];
  align?: unknown[] | null;
  position?: { readonly start: { readonly offset?: number }; readonly end: { readonly offset?: number } };
  data?: { hProperties?: Record<string, unknown> };
}

const DEEPEST = 24;
const MOST_NODES = 10_000;
const MOST_CELLS = 5000;
/** Links and formulas are many elements each. */
const MOST_RICH_NODES = 1000;
/** The parser's time grows with the square of them. */
const MOST_BRACKETS = 2000;
/** Larger pieces are shown as they are: parsing them would stop the window. */
const LONGEST = 100_000;

/** Whether a piece may be parsed at all. */
export function isReadable(markdown: string): boolean {
  return markdown.length <= LONGEST && (markdown.match(/[[\]]/g)?.length ?? 0) <= MOST_BRACKETS;
}

export function limitMarkdown() {
  return (tree: MarkdownNode, file: { readonly value: unknown }): void => {
    const source = String(file.value);
    let left = MOST_NODES;
    let richLeft = MOST_RICH_NODES;

    const visit = (node: MarkdownNode, depth: number): void => {
      left -= 1;
      if (node.type === "link" || node.type === "inlineMath") richLeft -= 1;
      if (left < 0 || richLeft < 0) throw new RangeError("More Markdown than is drawn.");
      const { children } = node;
      if (children === undefined) return;
      if (depth >= DEEPEST) {
        node.children = [{ type: "text", value: sourceOf(node, source) }];
        return;
      }
      node.children = children.map((child) => (isHuge(child) ? asCode(child, source) : child));
      standAlone(node);
      for (const child of node.children) visit(child, depth + 1);
    };
    visit(tree, 0);
  };
}

function isHuge({ type, align, children }: MarkdownNode): boolean {
  return type === "table" && (align?.length ?? 0) * (children?.length ?? 0) > MOST_CELLS;
}

function asCode(node: MarkdownNode, source: string): MarkdownNode {
  return { type: "code", value: sourceOf(node, source) };
}

function sourceOf({ position }: MarkdownNode, source: string): string {
  return source.slice(position?.start.offset ?? 0, position?.end.offset ?? source.length);
}

/** A formula that is a paragraph by itself is set as one, however it was written. */
function standAlone({ type, children }: MarkdownNode): void {
  const [only, second] = children ?? [];
  if (type !== "paragraph" || only?.type !== "inlineMath" || second !== undefined) return;
  only.data = { ...only.data, hProperties: { className: ["language-math", "math-display"] } };
}
