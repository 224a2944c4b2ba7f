import { basename } from "node:path";
import { formatParameters } from "../../contract/format-parameters.ts";
import type { LoadedModel } from "../../contract/loading.ts";
import type { Summary } from "../../contract/summary.ts";
import { formatPercent } from "../output/figures.ts";
import { legend } from "../output/marks.ts";
import { createReplyText } from "../output/reply-text.ts";
import { summaryLine } from "../output/summary-line.ts";
import { type Column, renderTable } from "../output/table.ts";
import { roundStory } from "./round-story.ts";
import type { Stage } from "./stage.ts";
import { millisecondsPerToken, speedUp, verdict } from "./verdict.ts";

const REPLY_TOKENS = 96;
const STORY_ROUNDS = 8;

const question = "Explain gravity in simple terms.";
/** The last one asks for words that stand in the prompt: there a look-up finds what a small model has to guess. */
const questions = [
  question,
  "Write a short story about a lighthouse.",
  "Correct the spelling: The lighthous keeper climbed the stairs, lit the lamp, and watched the ships come home.",
];

/** The rounds of one reply, told one by one and then run through. */
export async function basic(stage: Stage): Promise<void> {
  const { looks, pair } = stage;
  await stage.say(
    `One reply, round by round.\n${describePair(stage)}\n` +
      "In each round the draft guesses three tokens and the target checks them in a single pass:\n" +
      "it keeps them up to the first it would not have said itself, and adds one of its own.",
  );
  if (pair.draft !== null) {
    await stage.say(legend(looks, ["accepted", "rejected", "correction", "bonus"]));
  }
  await stage.say(`> ${question}`);
  const reply = createReplyText(looks, { showRejected: true });
  let count = 0;
  const summary = await stage.decode({
    prompt: question,
    k: 3,
    maxTokens: REPLY_TOKENS,
    async onRound(round) {
      count += 1;
      if (count <= STORY_ROUNDS) await stage.write(`${roundStory(round, looks)}\n`);
      if (count === STORY_ROUNDS)
        await stage.write("\nAnd so on; the rest of the reply, with the rejected guesses where they fell:\n\n  …");
      if (count > STORY_ROUNDS) await stage.write(reply.round(round));
    },
  });
  await stage.say(`${reply.end()}\n\n${summaryLine(summary)}`);
}

interface Comparison {
  readonly prompt: string;
  readonly plain: Summary;
  readonly draft: Summary;
  readonly lookup: Summary;
}

/** The same replies without a drafter, with the draft model, and with a look-up in the text so far. */
export async function comparison(stage: Stage): Promise<void> {
  await stage.say(
    "Plain beside speculative: the same prompts decoded plainly, with the draft model, and with guesses looked up in\n" +
      "the text so far; k 4, decoding time only.",
  );
  const rows: Comparison[] = [];
  for (const prompt of questions) {
    const plain = await stage.decode({ prompt, k: 0, maxTokens: REPLY_TOKENS });
    const draft = await stage.decode({ prompt, k: 4, maxTokens: REPLY_TOKENS });
    const lookup = await stage.decode({ prompt, k: 4, drafter: "lookup", maxTokens: REPLY_TOKENS });
    rows.push({ prompt, plain, draft, lookup });
    await stage.say(
      `> ${prompt}\n  draft model  ${verdict(plain, draft)} ${sameReply(plain, draft)}\n` +
        `  look-up      ${verdict(plain, lookup)} ${sameReply(plain, lookup)}`,
    );
  }
  await stage.say(renderTable(comparisonColumns, rows));
}

const comparisonColumns: readonly Column<Comparison>[] = [
  { title: "tokens/s", cell: ({ prompt }) => shortened(prompt) },
  { title: "plain", cell: ({ plain }) => rate(plain), align: "right" },
  { title: "draft model", cell: ({ draft }) => rate(draft), align: "right" },
  { title: "speed-up", cell: ({ plain, draft }) => factor(plain, draft), align: "right" },
  { title: "accepted", cell: ({ draft }) => share(draft.acceptanceRate), align: "right" },
  { title: "look-up", cell: ({ lookup }) => rate(lookup), align: "right" },
  { title: "speed-up", cell: ({ plain, lookup }) => factor(plain, lookup), align: "right" },
  { title: "accepted", cell: ({ lookup }) => share(lookup.acceptanceRate), align: "right" },
];

interface Attempt {
  readonly k: number;
  readonly plain: Summary;
  readonly reply: Summary;
}

/** One reply at several k. */
export async function kValues(stage: Stage): Promise<void> {
  await stage.say(`How long should the draft be? The same prompt at k 0, 3, 5 and 7.\n\n> ${question}`);
  const plain = await stage.decode({ prompt: question, k: 0, maxTokens: REPLY_TOKENS });
  const rows: Attempt[] = [{ k: 0, plain, reply: plain }];
  for (const k of [3, 5, 7]) {
    rows.push({ k, plain, reply: await stage.decode({ prompt: question, k, maxTokens: REPLY_TOKENS }) });
  }
  await stage.say(renderTable(attemptColumns, rows));
  await stage.say(conclusion(rows));
}

const attemptColumns: readonly Column<Attempt>[] = [
  { title: "k", cell: ({ k }) => (k === 0 ? "plain" : String(k)), align: "right" },
  { title: "tokens", cell: ({ reply }) => String(reply.tokens.length), align: "right" },
  { title: "rounds", cell: ({ reply }) => String(reply.rounds), align: "right" },
  { title: "tokens a round", cell: ({ reply }) => reply.blockEfficiency?.toFixed(2) ?? "", align: "right" },
  { title: "acceptance rate", cell: ({ reply }) => share(reply.acceptanceRate), align: "right" },
  { title: "draft yield", cell: ({ reply }) => share(reply.draftYield), align: "right" },
  { title: "ms a token", cell: ({ reply }) => millisecondsPerToken(reply)?.toFixed(1) ?? "", align: "right" },
  { title: "speed-up", cell: ({ plain, reply }) => factor(plain, reply), align: "right" },
  {
    title: "same reply",
    cell: ({ k, plain, reply }) => (k === 0 ? "" : isSame(plain, reply) ? "yes" : "no"),
    align: "right",
  },
];

/** The best row by the time it took, plain decoding included. */
export function conclusion(rows: readonly Attempt[]): string {
  const measured = rows.flatMap(({ k, reply }) => {
    const cost = millisecondsPerToken(reply);
    return cost === null ? [] : [{ k, cost }];
  });
  const [best] = measured.sort((one, other) => one.cost - other.cost);
  if (best === undefined) return "Nothing was decoded, so there is nothing to compare.";
  return best.k === 0
    ? "Plain decoding was the fastest here: on this computer the draft's guesses cost more than they save."
    : `k ${best.k} was the fastest here.`;
}

function describePair({ pair }: Stage): string {
  const named = ({ path, parameters }: Pick<LoadedModel, "path" | "parameters">) =>
    `${basename(path)}${parameters === null ? "" : ` (${formatParameters(parameters)} parameters)`}`;
  const target = `The target is ${named(pair.target)},`;
  return pair.draft === null ? `${target} and there is no draft.` : `${target}\nthe draft ${named(pair.draft)}.`;
}

function isSame(one: Summary, other: Summary): boolean {
  return one.tokens.length === other.tokens.length && one.tokens.every((token, index) => token === other.tokens[index]);
}

function sameReply(plain: Summary, speculative: Summary): string {
  return isSame(plain, speculative) ? "Both replies are the same, token by token." : "The two replies differ.";
}

function shortened(prompt: string): string {
  return prompt.length <= 40 ? prompt : `${prompt.slice(0, 39)}…`;
}

function rate({ tokensPerSecond }: Summary): string {
  return tokensPerSecond?.toFixed(1) ?? "";
}

function share(fraction: number | null): string {
  return fraction === null ? "" : formatPercent(fraction);
}

function factor(plain: Summary, reply: Summary): string {
  return reply.drafted === 0 ? "" : (speedUp(plain, reply)?.toFixed(2) ?? "");
}
