import { loadSettingsSchema } from "../../contract/loading.ts";
import { type Flag, parseFlags } from "../arguments/flags.ts";
import { type FlagSection, type HelpPage, renderHelp } from "../arguments/help-page.ts";
import { loadFlags, pairFlags } from "../chat/flags.ts";
import { readFlags } from "../chat/options.ts";
import type { Command } from "../context.ts";
import { loadPair } from "../engine/load-pair.ts";
import { withEngine } from "../engine/with-engine.ts";
import { openLibrary } from "../models/open-library.ts";
import { hasPassed, renderVerification } from "./render-verification.ts";

const sections: readonly FlagSection[] = [
  { title: "Models", flags: pairFlags },
  {
    title: "Checks",
    flags: [{ name: "quick", help: "fewer settings, shorter replies and smaller samples" }],
  },
  { title: "Loading", flags: Object.values(loadFlags) },
  {
    title: "Output",
    flags: [
      { name: "json", help: "one JSON object a line: each check with its figures, then the result" },
      { name: "help", help: "show this page" },
    ],
  },
];
const flags: readonly Flag[] = sections.flatMap((section) => section.flags);

const help: HelpPage = {
  usage: "npm run --silent outrider -- verify [options]",
  about:
    "Checks, with your models on this computer, that speculation loses nothing: that greedy replies are the plain ones,\n" +
    "that sampled replies are spread as the target alone would spread them, and that both caches are what they should be.\n" +
    "Without a draft model it checks prompt lookup.",
  sections,
  footer:
    "Exit codes: 0 every check passed, 1 a check failed or something broke, 2 something to change (one line on stderr\n" +
    "says what), 130 interrupted.\n" +
    "What the checks mean: docs/decisions/0006-what-lossless-means-here.md.",
};

/** `outrider verify`: whether speculation loses nothing, with the user's own models on the user's own computer. */
export const verify: Command = async (words, context) => {
  const { terminal, interruption } = context;
  const parsed = parseFlags(words, flags);
  if (parsed.has("help")) {
    await terminal.write(renderHelp(help, terminal.output.columns));
    return 0;
  }
  const settings = loadSettingsSchema.parse(readFlags(parsed, loadFlags));
  const wish = { target: parsed.text("target"), draft: parsed.text("draft") };
  return withEngine(context, async (engine) => {
    await loadPair(engine, await openLibrary(engine, context), wish, settings, context);
    const verification = await engine
      .request(
        "verify",
        { quick: parsed.has("quick") },
        {
          signal: interruption.signal,
          onProgress: (fraction, step = "") =>
            terminal.showProgress(`Verifying, ${Math.round(fraction * 100)} %: ${step}`),
        },
      )
      .finally(() => terminal.showProgress(null));
    const passed = hasPassed(verification);
    if (parsed.has("json")) {
      for (const check of verification.checks) {
        await terminal.write(`${JSON.stringify({ type: "check", ...check })}\n`);
      }
      const { nothingDrafted } = verification;
      await terminal.write(`${JSON.stringify({ type: "result", passed, nothingDrafted })}\n`);
    } else {
      await terminal.write(renderVerification(verification));
    }
    return passed ? 0 : 1;
  });
};
