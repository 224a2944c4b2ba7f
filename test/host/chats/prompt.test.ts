import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Message } from "../../../contract/chats.ts";
import { pathTo } from "../../../contract/message-tree.ts";
import { buildPrompt } from "../../../host/chats/prompt.ts";
import { sampleMessage } from "../fixtures/sample-records.ts";
import { sampleSummary } from "../fixtures/sample-summary.ts";

const chatId = randomUUID();
const user = (content: string): Message => sampleMessage({ chatId, content });
const reply = (content: string, change: Partial<Message> = {}): Message =>
  sampleMessage({ chatId, role: "assistant", content, ...change });

describe("buildPrompt", () => {
  it("puts the system prompt first, and leaves an empty one out", () => {
    expect(buildPrompt("Be brief.", [user("Hi")], "/t").messages).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hi" },
    ]);
    expect(buildPrompt(" ", [user("Hi")], "/t").messages).toHaveLength(1);
  });

  it("brings along the ids of replies of the same target only", () => {
    const history = [
      user("Hi"),
      reply("Hello.", { summary: sampleSummary({ target: "/t", tokens: [1, 2] }) }),
      user("And?"),
      reply("Well.", { summary: sampleSummary({ target: "/other", tokens: [3] }) }),
      user("So?"),
      reply("Half", { state: { status: "failed", error: { kind: "engine-crashed", message: "gone" } } }),
      user("Again"),
    ];
    expect(buildPrompt("", history, "/t").messages).toEqual([
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello.", tokens: [1, 2] },
      { role: "user", content: "And?" },
      { role: "assistant", content: "Well." },
      { role: "user", content: "So?" },
      { role: "assistant", content: "Half" },
      { role: "user", content: "Again" },
    ]);
  });

  it("keeps user and assistant in turn when a reply came to nothing", () => {
    const prompt = buildPrompt("", [user("One"), reply(""), user("Two")], "/t");
    expect(prompt.messages).toEqual([{ role: "user", content: "One\n\nTwo" }]);
  });
});

describe("what the reply before was not given", () => {
  const summary = sampleSummary({ target: "/t", tokens: [1] });
  const left = { messages: 3, shifts: [] };
  const history = [
    user("One"),
    reply(""),
    user("Two"),
    reply("Two, then."),
    user("Three"),
    reply("Three.", { summary: { ...summary, left } }),
    user("Four"),
  ];

  it("stays out, counted in messages of the prompt", () => {
    const prompt = buildPrompt("Be brief.", history, "/t");
    const contextSize = summary.settings.pair.target.contextSize;
    // The first two questions are one message.
    expect(prompt.left).toEqual({ messages: 1, contextSize });
    expect([0, 1, 2, 3].map((messages) => prompt.storedCount(messages))).toEqual([0, 3, 4, 5]);
  });

  it("is forgotten with another target", () => {
    expect(buildPrompt("", history, "/other").left).toBeUndefined();
    expect(buildPrompt("", history.slice(0, 5), "/t").left).toBeUndefined();
  });
});

describe("pathTo", () => {
  it("follows the parents and leaves other branches out", () => {
    const first = user("a");
    const left = reply("left", { parentId: first.id });
    const right = reply("right", { parentId: first.id });
    const last = sampleMessage({ chatId, parentId: right.id });
    expect(pathTo(last.id, [first, left, right, last])).toEqual([first, right, last]);
  });
});
