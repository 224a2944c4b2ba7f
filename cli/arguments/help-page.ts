import { wrapText } from "../output/wrap-text.ts";
import { describeDefault, describeValues } from "./describe-values.ts";
import type { Flag } from "./flags.ts";

export interface HelpSection {
  readonly title: string;
  readonly flags: readonly Flag[];
}

interface HelpPage {
  readonly usage: string;
  readonly about: string;
  readonly sections: readonly HelpSection[];
  readonly footer?: string;
}

/** A word of the command line, and what it does. */
export interface HelpEntry {
  readonly word: string;
  readonly text: string;
}

interface EntryPage extends Omit<HelpPage, "sections"> {
  readonly sections: readonly { readonly title: string; readonly entries: readonly HelpEntry[] }[];
}

/** Of what is no terminal, or does not say. */
const USUAL_COLUMNS = 80;
/** Longer lines are hard to read. */
const MOST_COLUMNS = 100;
/** Where less would be left beside the words, the texts stand under them. */
const LEAST_BESIDE = 28;

/**
 * The page behind --help, no line longer than the terminal is wide (null: not known). Ranges and defaults come from the
 * schemas, so that they cannot be out of date.
 */
export function renderHelp({ sections, ...page }: HelpPage, columns: number | null): string {
  const toEntry = (flag: Flag): HelpEntry => ({ word: heading(flag), text: `${flag.help}${limits(flag)}` });
  return renderPage(
    { ...page, sections: sections.map(({ title, flags }) => ({ title, entries: flags.map(toEntry) })) },
    columns,
  );
}

/** The same page of words that are no flags. */
export function renderPage({ usage, about, sections, footer }: EntryPage, columns: number | null): string {
  const width = Math.min(columns ?? USUAL_COLUMNS, MOST_COLUMNS);
  const longest = Math.max(...sections.flatMap(({ entries }) => entries.map(({ word }) => word.length)));
  const lists = sections.map(
    ({ title, entries }) =>
      `${wrapText(`${title}:`, width)}\n${entries.map((entry) => renderEntry(entry, longest, width)).join("\n")}`,
  );
  const parts = [
    wrapText(`Usage: ${usage}`, width, 2),
    wrapText(about, width),
    ...lists,
    ...(footer === undefined ? [] : [wrapText(footer, width)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function renderEntry({ word, text }: HelpEntry, longest: number, width: number): string {
  const beside = longest + 4;
  if (width - beside < LEAST_BESIDE) return `  ${word}\n      ${wrapText(text, width, 6)}`;
  return `  ${word.padEnd(longest)}  ${wrapText(text, width, beside)}`;
}

function heading({ name, value }: Flag): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function limits({ schema }: Flag): string {
  if (schema === undefined) return "";
  const fallback = describeDefault(schema);
  return ` (${describeValues(schema)}${fallback === null ? "" : `; default ${fallback}`})`;
}
