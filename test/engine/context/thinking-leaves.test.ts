import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PromptMessage } from "../../../contract/decoding.ts";
import { SharedContext } from "../../../engine/context/shared-context.ts";
import { createReplyPrompt } from "../../../engine/prompt/reply-prompt.ts";
import type { TokenId, Vocabulary } from "../../../engine/runtime/runtime.ts";
import { textOfTokens } from "../../../engine/text/reply-text.ts";
import {
  createScriptedSequence,
  createScriptedVocabulary,
  END_OF_GENERATION,
  type LogitFunction,
} from "../fixtures/scripted-model.ts";
import { runScripted } from "../fixtures/scripted-reply.ts";

const SIZE = 40;
/** Behind the letters: tags whole and in pieces, and a line break. */
const [OPEN, CLOSE, LESS, SLASH, WORD, MORE, BREAK] = [30, 31, 32, 33, 34, 35, 36] as const;
const encoder = new TextEncoder();
const special = new Map<TokenId, string>([
  [OPEN, "<think>"],
  [CLOSE, "</think>"],
  [LESS, "<"],
  [SLASH, "/"],
  [WORD, "think"],
  [MORE, ">"],
  [BREAK, "\n"],
]);
const letters = createScriptedVocabulary(
  SIZE,
  new Map([...special].map(([token, text]) => [token, encoder.encode(text)])),
);
const vocabulary: Vocabulary = {
  ...letters,
  tokenize: (text) =>
    text
      .split(/(<think>|<\/think>|\n)/u)
      .flatMap((piece) => [...special].find(([, name]) => name === piece)?.[0] ?? letters.tokenize(piece, false)),
};

const header =
  "{% for message in messages %}{{ 'u' if message.role == 'user' else 'v' }}{{ message.content }}{% endfor %}";
const templates = { closed: `${header}v`, opened: `${header}v<think>\n` };

interface Turn {
  readonly question: string;
  /** Null: it answers at once. */
  readonly thought: readonly TokenId[] | null;
  readonly answer: readonly TokenId[];
  readonly tags: "whole" | "pieces";
}

const thoughts = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 12 });
const turn: fc.Arbitrary<Turn> = fc.record({
  question: fc.string({ unit: fc.constantFrom(..."abcdefgh"), minLength: 1, maxLength: 8 }),
  thought: fc.option(thoughts, { freq: 4 }),
  answer: fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 10 }),
  tags: fc.constantFrom("whole" as const, "pieces" as const),
});

function replyTokens({ thought, answer, tags }: Turn, opened: boolean): TokenId[] {
  const open = tags === "whole" ? [OPEN] : [LESS, WORD, MORE];
  const close = tags === "whole" ? [CLOSE] : [LESS, SLASH, WORD, MORE];
  if (thought === null) return [...(opened ? [CLOSE, BREAK] : []), ...answer, END_OF_GENERATION];
  return [...(opened ? [] : [...open, BREAK]), ...thought, ...close, BREAK, ...answer, END_OF_GENERATION];
}

/** Says the script from a place on; a draft that is mistaken says something else at every third place. */
function scripted(script: () => { readonly base: number; readonly reply: readonly TokenId[] }, mistaken: boolean) {
  const logits: LogitFunction = (prefix) => {
    const { base, reply } = script();
    const right = reply[prefix.length - base] ?? END_OF_GENERATION;
    const wrong = mistaken && prefix.length % 3 === 0;
    return Array.from({ length: SIZE }, (_unused, id) => (id === (wrong ? (right + 1) % 16 : right) ? 5 : 0));
  };
  return logits;
}

interface Setup {
  readonly kind: "closed" | "opened";
  readonly canShift: boolean;
  readonly k: number;
}

/** A chat over one pair of caches that says what each turn's script says. */
function createChat({ kind, canShift, k }: Setup) {
  let script = { base: 0, reply: [] as readonly TokenId[] };
  const target = createScriptedSequence({ logits: scripted(() => script, false), batchSize: 16, canShift });
  const draft = createScriptedSequence({ logits: scripted(() => script, true), batchSize: 16, canShift });
  const context = new SharedContext(target, draft);
  const messages: PromptMessage[] = [];
  return async (turn: Turn) => {
    messages.push({ role: "user", content: turn.question });
    const prompt = { kind: "messages" as const, messages: [...messages] };
    const conversation = createReplyPrompt(prompt, vocabulary, templates[kind], 4096);
    const reply = replyTokens(turn, kind === "opened");
    script = { base: conversation.tokens.length, reply };
    const decoding = { maxTokens: 60, k };
    const result = await runScripted({ target, draft, context, vocabulary, prompt: [], conversation, decoding });
    expect(result.summary.tokens).toEqual(reply);
    // Nothing of the prompt was thought: it is what was asked and answered.
    expect(context.history).toEqual([...conversation.tokens, ...reply]);
    expect(target.tokens).toEqual(context.history.slice(0, -1));
    expect(draft.tokens).toEqual(context.history.slice(0, draft.tokens.length));
    messages.push({ role: "assistant", content: textOfTokens(vocabulary, reply), tokens: reply });
    return result;
  };
}

function expectRecord({ rounds, summary }: Awaited<ReturnType<typeof runScripted>>, thinking: number): void {
  const flags = rounds.flatMap((round) => round.emitted).map((token) => token.thinking === true);
  expect(flags).toEqual(summary.tokens.map((_token, index) => index < thinking));
  expect(summary.segments.map(({ kind, tokens }) => ({ kind, ...tokens }))).toEqual(
    thinking === 0
      ? []
      : [
          { kind: "thinking", start: 0, end: thinking },
          { kind: "answer", start: thinking, end: summary.tokens.length },
        ],
  );
}

/** Evaluated is the question, the tag the template opens, and the marks of both roles. */
function expectOnlyNew({ summary }: Awaited<ReturnType<typeof runScripted>>, tokens: number): void {
  expect(summary.promptTokens - summary.cachedTokens.target).toBeLessThanOrEqual(tokens + 2);
}

describe("the thinking of a reply", () => {
  it("leaves both caches with the next turn, which evaluates its question and no more", async () => {
    let thoughtful = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { minLength: 2, maxLength: 4 }),
        fc.constantFrom("closed" as const, "opened" as const),
        fc.boolean(),
        fc.constantFrom(0, 2, 5),
        async (turns, kind, canShift, k) => {
          const say = createChat({ kind, canShift, k });
          for (const [index, turn] of turns.entries()) {
            const result = await say(turn);
            const thinks = turn.thought !== null || kind === "opened";
            expectRecord(result, thinks ? result.summary.tokens.length - turn.answer.length - 1 : 0);
            thoughtful += Number(thinks);
            if (index > 0 && canShift) expectOnlyNew(result, turn.question.length + (kind === "opened" ? 2 : 0));
          }
        },
      ),
      { numRuns: 60 },
    );
    expect(thoughtful).toBeGreaterThan(60);
  }, 30_000);
});
