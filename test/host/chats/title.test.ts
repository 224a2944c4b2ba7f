import { expect, it } from "vitest";
import { withFiles } from "../../../contract/attached-files.ts";
import { importedTitle, titleOf } from "../../../host/chats/title.ts";

it.each([
  ["Explain gravity.", "Explain gravity."],
  ["  First line \n second line", "First line"],
  ["a\tb   c", "a b c"],
])("takes the first line of %j", (message, title) => {
  expect(titleOf(message)).toBe(title);
});

it("is about the message, not about the file that goes along with it", () => {
  const file = { name: "one.py", text: "a = 1" };
  expect(titleOf(withFiles("What is a?", [file]))).toBe("What is a?");
  expect(titleOf(withFiles("", [file]))).toBe("one.py");
});

it("cuts a long line between words", () => {
  const title = titleOf("word ".repeat(40));
  expect(title).toMatch(/^(word )+word…$/);
  expect(title.length).toBeLessThanOrEqual(61);
});

it("cuts a line without spaces anywhere but in the middle of a character", () => {
  expect(titleOf("🦘".repeat(100))).toBe(`${"🦘".repeat(60)}…`);
  expect(titleOf("为什么天空是蓝色的".repeat(20))).toHaveLength(61);
});

it("says of an imported chat that it is one, once, within the length of a title", () => {
  expect(importedTitle("Old times")).toBe("Old times (imported)");
  expect(importedTitle("Old times (imported)")).toBe("Old times (imported)");
  const long = importedTitle("x".repeat(200));
  expect(long).toHaveLength(200);
  expect(long).toMatch(/x \(imported\)$/);
});
