import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decoding, PromptMessage } from "../../../contract/decoding.ts";
import type { Summary } from "../../../contract/summary.ts";
import { SharedContext } from "../../../engine/context/shared-context.ts";
import {
  createScriptedSequence,
  END_OF_GENERATION,
  hashedLogits,
  imitating,
  type ScriptedSequence,
} from "../fixtures/scripted-model.ts";
import { runScripted } from "../fixtures/scripted-reply.ts";
import { conversation, text, vocabulary, vocabularySize } from "./conversation.ts";

interface Chat {
  readonly seed: number;
  readonly capacity: number;
  readonly draftCapacity: number;
  readonly canShift: boolean;
  readonly questions: readonly string[];
  readonly system: string;
  readonly maxTokens: number;
}

const letters = fc.string({ unit: fc.constantFrom(..."abcdefghijklmnopqrst"), minLength: 1, maxLength: 12 });
const chats: fc.Arbitrary<Chat> = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  capacity: fc.integer({ min: 40, max: 90 }),
  draftCapacity: fc.constantFrom(4096, 60),
  canShift: fc.boolean(),
  questions: fc.array(letters, { minLength: 3, maxLength: 7 }),
  system: fc.constantFrom("", "abcdef"),
  maxTokens: fc.integer({ min: 3, max: 40 }),
});

const drafters = fc.constantFrom("model", "lookup", "lookup+model");

/** Hardly ever ends of its own accord. */
const target = (seed: number) => (prefix: readonly number[]) =>
  hashedLogits(seed, vocabularySize)(prefix).map((logit, id) => (id === END_OF_GENERATION ? logit - 2.9 : logit));

function modelsOf({ seed, capacity, draftCapacity, canShift }: Chat) {
  const own = hashedLogits(seed + 1, vocabularySize);
  return {
    target: createScriptedSequence({ logits: target(seed), capacity, batchSize: 17, canShift }),
    draft: createScriptedSequence({
      logits: imitating(target(seed), own, 0.7, seed),
      batchSize: 5,
      capacity: draftCapacity,
      canShift,
    }),
  };
}

/** A whole chat over one pair of caches, each turn with what the one before left out. */
async function converse(chat: Chat, decoding: Partial<Decoding>): Promise<Summary[]> {
  const models = modelsOf(chat);
  const draft = decoding.k === 0 ? null : models.draft;
  const context = new SharedContext(models.target, draft);
  const check = () => {
    expectPrefix(models.target, context, context.history.length - 1);
    if (draft !== null) expectPrefix(draft, context, draft.tokens.length);
  };
  const messages: PromptMessage[] = chat.system === "" ? [] : [{ role: "system", content: chat.system }];
  const summaries: Summary[] = [];
  for (const question of chat.questions) {
    messages.push({ role: "user", content: question });
    const asked = conversation(messages, summaries.at(-1)?.left.messages);
    const { summary } = await runScripted({
      target: models.target,
      draft,
      context,
      vocabulary,
      prompt: [],
      conversation: asked,
      decoding: { maxTokens: chat.maxTokens, ...decoding },
      onRound: check,
    });
    check();
    expectHistory(context, messages, summary);
    expect(summary.notes.filter(({ code }) => code === "draft-failed")).toEqual([]);
    summaries.push(summary);
    messages.push({ role: "assistant", content: text(summary.tokens), tokens: summary.tokens });
  }
  expect(models.target.peak()).toBeLessThanOrEqual(chat.capacity);
  return summaries;
}

function expectPrefix(sequence: ScriptedSequence, context: SharedContext, length: number): void {
  expect(sequence.tokens).toEqual(context.history.slice(0, length));
}

/** The history is the prompt without the messages that left, and the reply. */
function expectHistory(context: SharedContext, messages: readonly PromptMessage[], { left, tokens }: Summary): void {
  expect(context.history).toEqual([...conversation(messages, left.messages).tokens, ...tokens]);
}

describe("a chat that outgrows the context", () => {
  it("keeps both caches on what stays, and writes what plain decoding writes", async () => {
    let leftMessages = 0;
    let inReply = 0;
    await fc.assert(
      fc.asyncProperty(chats, drafters, fc.constantFrom(1, 3, 8), async (chat, drafter, k) => {
        const plain = await converse(chat, { k: 0, drafter: "off" });
        const speculative = await converse(chat, { k, drafter });
        const told = ({ tokens, left, finishReason }: Summary) => ({ tokens, left, finishReason });
        expect(speculative.map(told)).toEqual(plain.map(told));
        leftMessages += plain.at(-1)?.left.messages ?? 0;
        inReply += plain.flatMap((summary) => summary.left.shifts).filter(({ at }) => at > 0).length;
      }),
      { numRuns: 30 },
    );
    expect(leftMessages).toBeGreaterThan(30);
    expect(inReply).toBeGreaterThan(5);
  }, 30_000);

  it("evaluates nothing again that a cache can keep at another position", async () => {
    await fc.assert(
      fc.asyncProperty(chats, async (any) => {
        const chat = { ...any, canShift: true };
        const summaries = await converse(chat, { k: 0, drafter: "off" });
        for (const [index, summary] of summaries.entries()) {
          const question = chat.questions[index] ?? "";
          const fresh = summary.promptTokens - summary.cachedTokens.target;
          // The reply's last token, the end of generation that is not part of the prompt, the question and two marks.
          expect(fresh).toBeLessThanOrEqual(index === 0 ? summary.promptTokens : question.length + 2 + 1);
          expect(summary.calls.targetRows).toBe(fresh + summary.tokens.length - 1);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("leaves head-room, so that turns do not leave at each reply", async () => {
    const chat: Chat = {
      seed: 1,
      capacity: 200,
      draftCapacity: 4096,
      canShift: true,
      questions: Array.from({ length: 60 }, () => "abcdefgh"),
      system: "abc",
      maxTokens: 8,
    };
    const summaries = await converse(chat, { k: 4 });
    const shifts = summaries.filter((summary) => summary.left.shifts.length > 0).length;
    expect(shifts).toBeGreaterThan(5);
    expect(shifts).toBeLessThan(60 / 2);
    expect(summaries.every(({ finishReason }) => finishReason !== "context-end")).toBe(true);
  });

  it("says in the trace and the summary what left, and where", async () => {
    const chat: Chat = {
      seed: 7,
      capacity: 60,
      draftCapacity: 4096,
      canShift: true,
      questions: ["abcabcabcabc", "bcdbcdbcdbcd", "cdecdecdecde"],
      system: "",
      maxTokens: 20,
    };
    const models = modelsOf(chat);
    const context = new SharedContext(models.target, models.draft);
    const messages: PromptMessage[] = [
      { role: "user", content: chat.questions[0] ?? "" },
      { role: "assistant", content: "ddddddddd" },
      { role: "user", content: chat.questions[1] ?? "" },
    ];
    const { rounds, summary } = await runScripted({
      ...models,
      context,
      vocabulary,
      prompt: [],
      conversation: conversation(messages),
      decoding: { maxTokens: 40, k: 4 },
    });
    const shifted = rounds.filter((round) => round.shift !== undefined);
    expect(shifted).toHaveLength(1);
    const before = rounds.slice(0, shifted[0]?.index).flatMap((round) => round.emitted);
    expect(summary.left).toEqual({
      messages: 2,
      // Both messages and their marks; the reply went on where the cells ended.
      shifts: [{ at: before.length, messages: 2, tokens: 12 + 9 + 2 }],
    });
    expect(shifted[0]?.shift).toEqual(summary.left.shifts[0]);
    expect(summary.promptTokens + before.length).toBe(chat.capacity + 1);
    expect(summary.finishReason).toBe("max-tokens");
  });

  it("ends the reply where only the question is left", async () => {
    const models = modelsOf({
      seed: 7,
      capacity: 40,
      draftCapacity: 4096,
      canShift: true,
      questions: [],
      system: "",
      maxTokens: 0,
    });
    const { summary } = await runScripted({
      ...models,
      vocabulary,
      prompt: [],
      conversation: conversation([{ role: "user", content: "abcabcabcabc" }]),
      decoding: { maxTokens: 100, k: 4 },
    });
    expect(summary.finishReason).toBe("context-end");
    expect(summary.left).toEqual({ messages: 0, shifts: [] });
  });
});
