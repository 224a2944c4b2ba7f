import { describe, expect, it } from "vitest";
import type { PromptMessage } from "../../../contract/decoding.ts";
import type { Summary } from "../../../contract/summary.ts";
import { SharedContext } from "../../../engine/context/shared-context.ts";
import { createScriptedSequence, END_OF_GENERATION, hashedLogits, imitating } from "../fixtures/scripted-model.ts";
import { runScripted } from "../fixtures/scripted-reply.ts";
import { conversation, text, vocabulary, vocabularySize } from "./conversation.ts";

/** Never ends of its own accord. */
const target = (prefix: readonly number[]) =>
  hashedLogits(11, vocabularySize)(prefix).map((logit, id) => (id === END_OF_GENERATION ? -9 : logit));

function createChat() {
  const models = {
    target: createScriptedSequence({ logits: target, batchSize: 16 }),
    draft: createScriptedSequence({
      logits: imitating(target, hashedLogits(12, vocabularySize), 0.7, 3),
      batchSize: 16,
    }),
  };
  const context = new SharedContext(models.target, models.draft);
  return async (messages: readonly PromptMessage[], stopAfter = Number.POSITIVE_INFINITY): Promise<Summary> => {
    const controller = new AbortController();
    const before = { target: models.target.count.rows, draft: models.draft.count.rows };
    const { rounds, summary } = await runScripted({
      ...models,
      context,
      vocabulary,
      prompt: [],
      conversation: conversation(messages),
      signal: controller.signal,
      decoding: { maxTokens: 30, k: 4 },
      onRound: (round) => {
        if (round.index >= stopAfter) controller.abort();
      },
    });
    // By the models' own count: what was new in the prompt, and the passes of the rounds.
    const fresh = summary.promptTokens - summary.cachedTokens.target - 1;
    const widths = rounds.reduce((sum, round) => sum + round.drafted.length + 1, 0);
    expect(models.target.count.rows - before.target).toBe(fresh + widths);
    expect(summary.cachedTokens.draft ?? 0).toBeGreaterThanOrEqual(summary.cachedTokens.target - 1);
    return summary;
  };
}

const user = (content: string): PromptMessage => ({ role: "user", content });
const reply = ({ tokens }: Summary): PromptMessage => ({ role: "assistant", content: text(tokens), tokens });
const fresh = ({ promptTokens, cachedTokens }: Summary) => promptTokens - cachedTokens.target;
/** The reply's last token, which no cache holds, two marks of roles, and the question. */
const newTokens = (question: string) => 1 + 2 + question.length;

describe("the next turn evaluates what is new in it, and no more", () => {
  it("after a reply", async () => {
    const ask = createChat();
    const first = await ask([user("abc")]);
    expect(fresh(await ask([user("abc"), reply(first), user("defg")]))).toBe(newTokens("defg"));
  });

  it("after a reply that was stopped", async () => {
    const ask = createChat();
    const first = await ask([user("abc")], 3);
    expect(first.finishReason).toBe("aborted");
    expect(fresh(await ask([user("abc"), reply(first), user("defg")]))).toBe(newTokens("defg"));
  });

  it("after another branch from an earlier message", async () => {
    const ask = createChat();
    const first = await ask([user("abc")]);
    await ask([user("abc"), reply(first), user("defg")]);
    // The same question in other words: the reply before it is there whole, and so is the mark behind it.
    const other = await ask([user("abc"), reply(first), user("ghij")]);
    expect(fresh(other)).toBe(newTokens("ghij") - 2);
    // And the first question again, which is cached whole: its last token gives the first row.
    expect(fresh(await ask([user("abc")]))).toBe(1);
  });
});
