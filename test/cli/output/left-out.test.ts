import { expect, it } from "vitest";
import { leftOutLine } from "../../../cli/output/left-out.ts";

it("says what left the context and when", () => {
  expect(leftOutLine({ at: 0, messages: 4, tokens: 1203 })).toBe(
    "Left out: the 4 oldest messages (1203 tokens) no longer fitted the context.",
  );
  expect(leftOutLine({ at: 31, messages: 1, tokens: 1 })).toBe(
    "The context was full after 31 tokens of the reply: the oldest message (1 token) left it.",
  );
});
