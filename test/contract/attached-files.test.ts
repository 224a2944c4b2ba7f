import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitFiles, withFiles } from "../../contract/attached-files.ts";

const notes = { name: "notes.md", text: "# Notes\n\n```js\nconst a = 1;\n```" };
const code = { name: "one.py", text: "a = 1" };

describe("a message with files", () => {
  it("is told apart again into its files and its text", () => {
    const message = withFiles("What is a?", [notes, code]);
    expect(message).toContain("one.py:\n```py\na = 1\n```");
    expect(splitFiles(message)).toEqual({ files: [notes, code], text: "What is a?" });
  });

  it("may be nothing but a file", () => {
    expect(splitFiles(withFiles("", [code]))).toEqual({ files: [code], text: "" });
  });

  it.each([
    ["without a file", "What is a?"],
    ["with a fence that is never closed", "one.py:\n```py\na = 1"],
    ["with a fence that closes in the middle of a line", "one.py:\n```py\na = 1\n``` and so on"],
    ["whose fence is longer than it has to be", "one.py:\n````py\na = 1\n````\n\nWhat is a?"],
    ["with another language than the name says", "one.py:\n```js\na = 1\n```\n\nWhat is a?"],
  ])("%s is left as it is", (_, message) => {
    expect(splitFiles(message)).toEqual({ files: [], text: message });
  });

  it("of any kind comes back as it was, and no text is lost of any other", () => {
    const file = fc.record({
      name: fc.stringMatching(/^[^\n]{1,40}$/),
      text: fc
        .oneof(fc.string({ minLength: 1 }), fc.stringMatching(/^[`\na:]{1,40}$/))
        .filter((text) => !text.endsWith("\n")),
    });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 3 }), fc.stringMatching(/^[`\na:.]{0,60}$/), (files, text) => {
        const message = withFiles(text, files);
        const split = splitFiles(message);
        expect(withFiles(split.text, split.files)).toBe(message);
        expect(split.files.slice(0, files.length)).toEqual(files);
      }),
    );
  });
});
