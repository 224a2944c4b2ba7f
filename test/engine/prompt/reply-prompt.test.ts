import { describe, expect, it } from "vitest";
import type { PromptMessage } from "../../../contract/decoding.ts";
import { fitPrompt } from "../../../engine/prompt/fit-prompt.ts";
import { createReplyPrompt } from "../../../engine/prompt/reply-prompt.ts";
import { conversation, template, text, vocabulary } from "../context/conversation.ts";

const system = { role: "system", content: "sys" } as const;
const turn = (question: string, answer: string): PromptMessage[] => [
  { role: "user", content: question },
  { role: "assistant", content: answer },
];
const messages = [system, ...turn("aaaa", "bbbb"), ...turn("cc", "dd"), ...turn("ee", "ff")];
const asked: PromptMessage[] = [...messages, { role: "user", content: "gg" }];

describe("a prompt that is too long", () => {
  it("loses as few of its oldest turns as make it fit, never the system prompt and never the question", () => {
    const prompt = conversation(asked);
    expect(text(prompt.tokens)).toBe("ssysuaaaavbbbbuccvddueevffuggv");
    const texts = [30, 29, 20, 19, 14, 13, 0].map((most) => {
      const shorter = prompt.shrink(most);
      return { left: shorter?.left, text: text(shorter?.tokens ?? []) };
    });
    const one = { left: 2, text: "ssysuccvddueevffuggv" };
    const two = { left: 4, text: "ssysueevffuggv" };
    const three = { left: 6, text: "ssysuggv" };
    expect(texts).toEqual([one, one, one, two, two, three, three]);
    expect(prompt.shrink(0)?.shrink(0)).toBeNull();
  });

  it("begins without what the turn before had left out, and loses whole turns from there", () => {
    const prompt = conversation(asked, 2);
    expect(prompt.left).toBe(2);
    expect(text(prompt.tokens)).toBe("ssysuccvddueevffuggv");
    expect(prompt.shrink(14)?.left).toBe(4);
    // Half a turn is none.
    expect(conversation(asked, 3).left).toBe(2);
    expect(conversation(asked, 99).left).toBe(6);
    // Another context may hold what that one did not.
    const left = { messages: 2, contextSize: 50 };
    expect(createReplyPrompt({ kind: "messages", messages: asked, left }, vocabulary, template, 100).left).toBe(0);
  });

  it("shrinks to three quarters of the context only where a reply has no room", () => {
    const prompt = conversation(asked);
    expect(fitPrompt(prompt, 34, 100).left).toBe(0);
    expect(fitPrompt(prompt, 33, 100).left).toBe(2);
    expect(fitPrompt(prompt, 33, 3).left).toBe(0);
    expect(fitPrompt(prompt, 10, 100).left).toBe(6);
    const question = conversation([{ role: "user", content: "aaaaaaaaaa" }]);
    expect(fitPrompt(question, 5, 100)).toBe(question);
  });
});
