import { drafterInForce, type Prompt, type PromptMessage } from "../../contract/decoding.ts";
import { parseFlags } from "../arguments/flags.ts";
import { type HelpPage, renderHelp } from "../arguments/help-page.ts";
import type { Command } from "../context.ts";
import { openKeptCosts } from "../engine/kept-costs.ts";
import { loadPair } from "../engine/load-pair.ts";
import { withEngine } from "../engine/with-engine.ts";
import { openLibrary } from "../models/open-library.ts";
import { INTERRUPTED } from "../terminal/interruption.ts";
import { chatFlags, chatSections } from "./flags.ts";
import { readChatOptions, readWork } from "./options.ts";
import { createReplyPrinter } from "./reply-printer.ts";
import type { Turn } from "./turns.ts";

const help: HelpPage = {
  usage: "npm run --silent outrider -- chat [options]",
  about:
    "Answers a prompt with a target model, a draft model running ahead of it, and shows for each token where it came from.",
  sections: chatSections,
  footer:
    "Exit codes: 0 answered, 2 something to change (one line on stderr says what), 1 something broke, 130 interrupted.\n" +
    "Ctrl-C ends the reply and keeps what is there; a second Ctrl-C ends at once.\n" +
    "OUTRIDER_MODELS names the folder of the models, OUTRIDER_LOG=debug writes a log to stderr.",
};

/** `outrider chat`: answers a prompt, or the turns of a written chat, and shows where each token comes from. */
export const chat: Command = async (words, context) => {
  const { terminal, interruption } = context;
  const parsed = parseFlags(words, chatFlags, { advice: 'give the prompt as --prompt "..."' });
  if (parsed.has("help")) {
    await terminal.write(renderHelp(help, terminal.output.columns));
    return 0;
  }
  const options = readChatOptions(parsed);
  const work = await readWork(parsed, context);
  return withEngine(context, async (engine) => {
    const pair = await loadPair(engine, await openLibrary(engine, context), options.pair, options.load, context);
    const printer = createReplyPrinter(terminal, {
      json: parsed.has("json"),
      several: parsed.text("messages") !== undefined,
      speculative: options.decoding.k !== 0 && drafterInForce(options.decoding.drafter, pair.draft !== null) !== "off",
      showRejected: parsed.has("show-rejected"),
    });
    const costs = openKeptCosts();
    const turns: readonly Turn[] = work.kind === "raw" ? [[]] : work.turns;
    const history: PromptMessage[] = [];
    let left = 0;
    for (const [index, turn] of turns.entries()) {
      history.push(...turn);
      const prompt: Prompt =
        work.kind === "raw"
          ? work
          : {
              kind: "messages",
              messages: [...history],
              left: { messages: left, contextSize: pair.target.contextSize },
            };
      await printer.start(index, turn);
      const reply = engine.generate({ prompt, decoding: options.decoding }, { signal: interruption.signal });
      for await (const round of reply.rounds) await printer.round(round);
      const summary = await reply.summary;
      await printer.end(summary);
      await costs.learnFrom(engine);
      history.push({ role: "assistant", content: summary.text, tokens: summary.tokens });
      left = summary.left.messages;
      if (interruption.signal.aborted) return INTERRUPTED;
    }
    return 0;
  });
};
