import { z } from "zod";
import { type Flag, parseFlags, readValue } from "../../cli/arguments/flags.ts";
import type { HelpPage } from "../../cli/arguments/help-page.ts";

const portSchema = z.int().min(1).max(65_535);

const flags: readonly Flag[] = [
  { name: "web", help: "serve the browser version instead of opening a window" },
  { name: "no-open", help: "with the browser version: only print the address" },
  { name: "port", value: "N", schema: portSchema, help: "with the browser version: its port, else a free one" },
  { name: "help", help: "show this page" },
];

export interface StartOptions {
  readonly help: boolean;
  readonly web: boolean;
  readonly open: boolean;
  /** Null: any free one. */
  readonly port: number | null;
}

/** @throws OutriderError `invalid-input` with one line that says what to change */
export function readStartOptions(words: readonly string[]): StartOptions {
  const parsed = parseFlags(words, flags);
  const port = parsed.text("port");
  return {
    help: parsed.has("help"),
    web: parsed.has("web"),
    open: !parsed.has("no-open"),
    port: port === undefined ? null : readValue("port", port, portSchema),
  };
}

export const startHelp: HelpPage = {
  usage: "npm start -- [options]",
  about:
    "Opens Outrider. Where Electron's window cannot be had, it says why and serves the same app to the browser, on this computer only.",
  sections: [{ title: "Options", flags }],
};
