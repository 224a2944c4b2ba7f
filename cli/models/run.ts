import { type Flag, invalid, parseFlags, refuseSurplus } from "../arguments/flags.ts";
import { type HelpPage, renderHelp } from "../arguments/help-page.ts";
import type { Command } from "../context.ts";
import { downloadModel } from "./download.ts";
import { inspectModel } from "./inspect.ts";
import { listModels } from "./list.ts";
import { changePlaces } from "./places.ts";
import { verifyModels } from "./verify.ts";

/** More words than any list of models has. */
const MOST_WORDS = 1000;

const flags: readonly Flag[] = [
  { name: "quantization", value: "TYPE", help: "download: which of a repository's files, such as Q4_K_M" },
  { name: "json", help: "one JSON object a line" },
  { name: "help", help: "show this page" },
];

const help: HelpPage = {
  usage: "npm run --silent outrider -- models [ACTION] [options]",
  about: "What is on this computer, and getting more, over the same code as the app.",
  sections: [
    {
      title: "Actions",
      entries: [
        {
          word: "list",
          text: "the bundled models and those in the models folder (OUTRIDER_MODELS) and the added folders and files, by the ids that chat takes; what happens where no action is named",
        },
        {
          word: "add PATH",
          text: "look through one more folder, or take in a single GGUF file; nothing is copied",
        },
        { word: "remove PATH", text: "leave such a folder or file out again; nothing is deleted" },
        { word: "inspect MODEL", text: "what the header of one file says" },
        { word: "verify [ID ...]", text: "checksums, beside those their publishers gave" },
        {
          word: "download ADDRESS",
          text: "owner/name or an address on Hugging Face (HF_ENDPOINT names a mirror, HF_TOKEN your token); the same command again goes on after an interruption",
        },
      ],
    },
    { title: "Options", flags },
  ],
};

/** `outrider models`: what is there, and getting more, over the same code as the app. */
export const models: Command = async (words, context) => {
  const parsed = parseFlags(words, flags, { positionals: MOST_WORDS });
  if (parsed.has("help")) {
    await context.terminal.write(renderHelp(help, context.terminal.output.columns));
    return 0;
  }
  const json = parsed.has("json");
  const [action = "list", ...operands] = parsed.positionals;
  const most = { list: 0, add: 1, remove: 1, inspect: 1, download: 1, verify: MOST_WORDS };
  if (!isAction(action, most)) {
    throw invalid(`There is no action "${action}"; choose from ${Object.keys(most).join(", ")}.`);
  }
  refuseSurplus(operands, most[action]);
  const quantization = parsed.text("quantization");
  if (quantization !== undefined && action !== "download") {
    throw invalid("--quantization is for models download; leave it out.");
  }
  const [operand] = operands;
  switch (action) {
    case "list":
      return listModels(context, json);
    case "add":
    case "remove":
      return changePlaces(context, action, operand, json);
    case "inspect":
      return inspectModel(context, operand, json);
    case "verify":
      return verifyModels(context, operands, json);
    case "download":
      return downloadModel(context, operand, { quantization, json });
  }
};

function isAction<Actions extends object>(name: string, actions: Actions): name is keyof Actions & string {
  return Object.hasOwn(actions, name);
}
