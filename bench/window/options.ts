import { z } from "zod";
import { type Flag, parseFlags, readValue } from "../../cli/arguments/flags.ts";
import type { HelpPage } from "../../cli/arguments/help-page.ts";

const countSchema = z.int().min(1);
const viewSchema = z.enum(["tokens", "read"]);

const flags: readonly Flag[] = [
  { name: "view", value: "tokens|read", schema: viewSchema, help: "how the reply is shown while it streams [tokens]" },
  { name: "tokens", value: "N", schema: countSchema, help: "how long the reply is [20000]" },
  { name: "rate", value: "N", schema: countSchema, help: "tokens a second [400]" },
  { name: "page", value: "FOLDER", help: "a page built from other sources, to compare with [dist/renderer]" },
  { name: "trace", value: "FOLDER", help: "keep Chromium's traces there, for its performance panel" },
  { name: "help", help: "show this page" },
];

export type View = z.infer<typeof viewSchema>;

export interface WindowOptions {
  readonly help: boolean;
  readonly view: View;
  readonly tokens: number;
  readonly rate: number;
  /** Null: the one of these sources. */
  readonly page: string | null;
  /** Null: traces are not kept. */
  readonly trace: string | null;
}

/** @throws OutriderError `invalid-input` with one line that says what to change */
export function readWindowOptions(words: readonly string[]): WindowOptions {
  const parsed = parseFlags(words, flags);
  return {
    help: parsed.has("help"),
    view: readValue("view", parsed.text("view") ?? "tokens", viewSchema),
    tokens: readValue("tokens", parsed.text("tokens") ?? "20000", countSchema),
    rate: readValue("rate", parsed.text("rate") ?? "400", countSchema),
    page: parsed.text("page") ?? null,
    trace: parsed.text("trace") ?? null,
  };
}

export const windowHelp: HelpPage = {
  usage: "npm run bench-window -- [options]",
  about:
    "Measures what the page costs per frame while a long scripted reply streams into it and while it is scrolled, and how much memory it holds, in Chromium. No model is loaded.",
  sections: [{ title: "Options", flags }],
};
