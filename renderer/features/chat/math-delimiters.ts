import { markdownLines } from "./split-markdown.ts";

/** What a formula or a code span may be long; a longer one stays text. Bounds the search for its other end as well. */
const LONGEST = 2000;

const code = String.raw`(?<!${"`"})(?<ticks>${"`"}+)(?!${"`"})[^]{0,${LONGEST}}?(?<!${"`"})\k<ticks>(?!${"`"})`;
const double = String.raw`\$\$[^]{1,${LONGEST}}?\$\$`;
const brackets = String.raw`(?<!\\)\\\[(?<display>[^]{1,${LONGEST}}?)(?<!\\)\\\]`;
const parentheses = String.raw`(?<!\\)\\\((?<inline>[^]{1,${LONGEST}}?)(?<!\\)\\\)`;
/** Pandoc's rule, so that "from $5 to $10" stays what it is: no space inside, no digit after. */
const single = String.raw`(?<![\\$\w])\$(?![\s$])(?<dollar>[^$\n]{1,${LONGEST}}?)(?<![\s\\])\$(?![$\w])`;
const pattern = new RegExp([code, double, brackets, parentheses, single].join("|"), "g");

/**
 * Brings the ways in which models write formulas, `\(x\)`, `\[x\]` and `$x$`, to the one that the parser is told to know:
 * `$$x$$`. Code is left alone.
 */
export function unifyMath(markdown: string): string {
  let result = "";
  let prose = "";
  for (const line of markdownLines(markdown)) {
    if (line.prose) {
      prose += line.text;
      continue;
    }
    result += unifyProse(prose) + line.text;
    prose = "";
  }
  return result + unifyProse(prose);
}

function unifyProse(text: string): string {
  return text.replace(pattern, (found: string, ...rest: unknown[]) => {
    const groups = rest.at(-1);
    const formula = readFormula(groups);
    // An empty line ends a paragraph, and a formula in it.
    return formula === null || /\n\s*\n/.test(formula) ? found : `$$${formula}$$`;
  });
}

function readFormula(groups: unknown): string | null {
  if (typeof groups !== "object" || groups === null) return null;
  for (const name of ["display", "inline", "dollar"]) {
    const value: unknown = Reflect.get(groups, name);
    if (typeof value === "string") return value.trim();
  }
  return null;
}
