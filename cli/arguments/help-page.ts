import { wrapText } from "../output/wrap-text.ts";
import { describeDefault, describeValues } from "./describe-values.ts";
import type { Flag } from "./flags.ts";

/** A word of the command line, and what it does. */
interface HelpEntry {
  readonly word: string;
  readonly text: string;
}

export interface FlagSection {
  readonly title: string;
  readonly flags: readonly Flag[];
}

/** Words that are no flags, such as the commands. */
interface WordSection {
  readonly title: string;
  readonly entries: readonly HelpEntry[];
}

/** What --help tells of one command. */
export interface HelpPage {
  readonly usage: string;
  readonly about: string;
  readonly sections: readonly (FlagSection | WordSection)[];
  readonly footer?: string;
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
export function renderHelp({ usage, about, sections, footer }: HelpPage, columns: number | null): string {
  const width = Math.min(columns ?? USUAL_COLUMNS, MOST_COLUMNS);
  const lists = sections.map((section) => ({
    title: section.title,
    entries: "entries" in section ? section.entries : section.flags.map(entryOf),
  }));
  const longest = Math.max(...lists.flatMap(({ entries }) => entries.map(({ word }) => word.length)));
  const parts = [
    wrapText(`Usage: ${usage}`, width, 2),
    wrapText(about, width),
    ...lists.map(({ title, entries }) =>
      [wrapText(`${title}:`, width), ...entries.map((entry) => renderEntry(entry, longest, width))].join("\n"),
    ),
    ...(footer === undefined ? [] : [wrapText(footer, width)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function renderEntry({ word, text }: HelpEntry, longest: number, width: number): string {
  const beside = longest + 4;
  if (width - beside < LEAST_BESIDE) return `  ${word}\n      ${wrapText(text, width, 6)}`;
  return `  ${word.padEnd(longest)}  ${wrapText(text, width, beside)}`;
}

function entryOf(flag: Flag): HelpEntry {
  const { name, value, help } = flag;
  return { word: value === undefined ? `--${name}` : `--${name} ${value}`, text: `${help}${limits(flag)}` };
}

function limits({ schema }: Flag): string {
  if (schema === undefined) return "";
  const fallback = describeDefault(schema);
  return ` (${describeValues(schema)}${fallback === null ? "" : `; default ${fallback}`})`;
}
