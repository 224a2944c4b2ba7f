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

/** The page behind --help. Ranges and defaults come from the schemas, so that they cannot be out of date. */
export function renderHelp({ usage, about, sections, footer }: HelpPage): string {
  const width = Math.max(...sections.flatMap(({ flags }) => flags.map((flag) => heading(flag).length)));
  const parts = sections.map(({ title, flags }) => {
    const lines = flags.map((flag) => `  ${heading(flag).padEnd(width)}  ${flag.help}${limits(flag)}`);
    return `${title}:\n${lines.join("\n")}`;
  });
  return `${[`Usage: ${usage}`, about, ...parts, ...(footer === undefined ? [] : [footer])].join("\n\n")}\n`;
}

function heading({ name, value }: Flag): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function limits({ schema }: Flag): string {
  if (schema === undefined) return "";
  const fallback = describeDefault(schema);
  return ` (${describeValues(schema)}${fallback === null ? "" : `; default ${fallback}`})`;
}
