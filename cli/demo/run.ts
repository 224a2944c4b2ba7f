import { type Flag, invalid, parseFlags } from "../arguments/flags.ts";
import { type HelpPage, renderHelp } from "../arguments/help-page.ts";
import type { Command } from "../context.ts";
import { withEngine } from "../engine/with-engine.ts";
import { basic, comparison, kValues } from "./chapters.ts";
import { openStage } from "./stage.ts";

const chapters = {
  basic: [basic],
  comparison: [comparison],
  "k-values": [kValues],
  all: [basic, comparison, kValues],
};

const flags: readonly Flag[] = [{ name: "help", help: "show this page" }];

const help: HelpPage = {
  usage: "npm run --silent outrider -- demo [CHAPTER]",
  about: "Speculative decoding told as a story, with figures measured as it is told.",
  sections: [
    {
      title: "Chapters",
      entries: [
        { word: "basic", text: "one reply, round by round" },
        { word: "comparison", text: "plain beside speculative" },
        { word: "k-values", text: "k 3, 5 and 7" },
        { word: "all", text: "these three, one after another" },
      ],
    },
    { title: "Options", flags },
  ],
};

/** `outrider demo`: speculative decoding told as a story. Every figure is measured in this very run. */
export const demo: Command = async (words, context) => {
  const { terminal } = context;
  const parsed = parseFlags(words, flags, { positionals: 1 });
  if (parsed.has("help")) {
    await terminal.write(renderHelp(help, terminal.output.columns));
    return 0;
  }
  const [name = "all"] = parsed.positionals;
  if (!isChapter(name)) {
    throw invalid(`There is no demo "${name}"; choose from ${Object.keys(chapters).join(", ")}.`);
  }
  return withEngine(context, async (engine) => {
    const stage = await openStage(engine, context);
    for (const tell of chapters[name]) await tell(stage);
    await terminal.write("Every figure above was measured in this run, each reply decoded once.\n");
    return 0;
  });
};

function isChapter(name: string): name is keyof typeof chapters {
  return Object.hasOwn(chapters, name);
}
