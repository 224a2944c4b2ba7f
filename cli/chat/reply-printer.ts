import type { PromptMessage } from "../../contract/decoding.ts";
import type { Summary } from "../../contract/summary.ts";
import type { Round } from "../../contract/trace.ts";
import { leftOutLine } from "../output/left-out.ts";
import { bracketedLooks, colouredLooks, type Looks, legend, type Mark, wantsColour } from "../output/marks.ts";
import { createReplyText } from "../output/reply-text.ts";
import { summaryLine } from "../output/summary-line.ts";
import { visibleText } from "../output/visible-text.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** How the replies of one run are written out. */
export interface ReplyPrinter {
  start(turn: number, asked: readonly PromptMessage[]): Promise<void>;
  round(round: Round): Promise<void>;
  end(summary: Summary): Promise<void>;
}

interface PrinterOptions {
  readonly json: boolean;
  /** Whether the run has several turns, so that each has to be told apart. */
  readonly several: boolean;
  readonly speculative: boolean;
  readonly showRejected: boolean;
}

export function createReplyPrinter(terminal: Terminal, options: PrinterOptions): ReplyPrinter {
  return options.json ? jsonPrinter(terminal, options.several) : textPrinter(terminal, options);
}

/** One object a line, written as it happens. The turn counts up from 0. */
function jsonPrinter(terminal: Terminal, several: boolean): ReplyPrinter {
  let place: { readonly turn?: number } = {};
  const line = (object: object) => terminal.write(`${JSON.stringify(object)}\n`);
  return {
    async start(turn) {
      place = several ? { turn } : {};
    },
    round: (round) => line({ type: "round", ...place, ...round }),
    end: (summary) => line({ type: "summary", ...place, ...summary }),
  };
}

function textPrinter(terminal: Terminal, { several, speculative, showRejected }: PrinterOptions): ReplyPrinter {
  const colour = wantsColour(terminal.output.isTerminal, terminal.environment);
  const looks: Looks = colour ? colouredLooks : bracketedLooks;
  const faint = (text: string) => (colour ? `\u001b[2m${text}\u001b[0m` : text);
  let reply = createReplyText(looks, { showRejected });
  let explained = !speculative;
  return {
    async start(turn, asked) {
      reply = createReplyText(looks, { showRejected });
      const question = asked.findLast(({ role }) => role === "user");
      if (!several || question === undefined) return;
      await terminal.write(`${turn === 0 ? "" : "\n"}${faint(`> ${visibleText(question.content)}`)}\n`);
    },
    async round(round) {
      // Not before there is something to explain: a reply that fails has one line to say.
      if (!explained) terminal.tell(`${legend(looks, legendMarks(showRejected))}\n`);
      explained = true;
      await terminal.write(reply.round(round));
    },
    async end(summary) {
      await terminal.write(`${reply.end()}\n\n${faint(summaryLine(summary))}\n`);
      for (const shift of summary.left.shifts) terminal.tell(leftOutLine(shift));
      for (const { text } of summary.notes) terminal.tell(text);
    },
  };
}

function legendMarks(showRejected: boolean): Mark[] {
  return showRejected ? ["accepted", "rejected", "correction", "bonus"] : ["accepted", "correction", "bonus"];
}
