import { describe, expect, it } from "vitest";
import { readTurns } from "../../../cli/chat/turns.ts";

const system = { role: "system", content: "Be brief." };
const user = (content: string) => ({ role: "user", content });
const assistant = (content: string) => ({ role: "assistant", content });
const read = (messages: unknown) => readTurns(JSON.stringify(messages), "chat.json");

describe("readTurns", () => {
  it("asks for a reply after every user message that is not answered in the file", () => {
    expect(read([system, user("one"), user("two"), assistant("2"), user("three")])).toEqual([
      [system, user("one")],
      [user("two"), assistant("2"), user("three")],
    ]);
  });

  it.each([
    ["an empty list", [], "chat.json must end with a user message, the one to answer."],
    ["an answered chat", [user("one"), assistant("1")], "chat.json must end with a user message, the one to answer."],
    ["a system message alone", [system], "chat.json must end with a user message, the one to answer."],
    [
      "an empty message",
      [user("one"), user(" ")],
      "The prompt (message 2 of chat.json) is empty; write what the model should answer.",
    ],
    [
      "another role",
      [user("one"), { role: "bot", content: "1" }],
      'chat.json must be a JSON array of {"role": "system", "user" or "assistant", "content": text}; message 2 is different.',
    ],
    [
      "an object",
      { messages: [] },
      'chat.json must be a JSON array of {"role": "system", "user" or "assistant", "content": text}; it is something else.',
    ],
  ])("refuses %s", (_, messages, message) => {
    expect(() => read(messages)).toThrow(expect.objectContaining({ kind: "invalid-input", message }));
  });

  it("refuses what is no JSON, in one line", () => {
    expect(() => readTurns("hello\nthere", "chat.json")).toThrow(
      /^chat\.json is not JSON \(.*\)\. Write it as \[\{"role": "user", .*\]\.$/,
    );
  });
});
