import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitLonger, splitMarkdown } from "../../../../renderer/features/chat/split-markdown.ts";
import { listing } from "../../scripted-host/fixtures.ts";

describe("cutting Markdown", () => {
  const line = fc.constantFrom(
    "",
    "text",
    "- item",
    "  more",
    "```",
    "~~~",
    "```ts",
    "# head",
    "| a | b |",
    "> quote",
    "1. one",
  );

  test("nothing is lost or added", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const text = lines.join("\n");
        expect(splitMarkdown(text).join("")).toBe(text);
      }),
    );
  });

  test("while text is added, finished pieces stay as they are", () => {
    const whole = splitMarkdown(listing);
    for (let length = 0; length <= listing.length; length += 7) {
      const pieces = splitMarkdown(listing.slice(0, length));
      const finished = pieces.slice(0, -1);
      expect(finished).toEqual(whole.slice(0, finished.length));
    }
  });

  test("known pieces of an earlier text, or of another one, change nothing", () => {
    const text = fc.array(line, { maxLength: 25 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, fc.nat(), (whole, other, length) => {
        const earlier = whole.slice(0, length % (whole.length + 1));
        for (const before of [earlier, whole, other]) {
          expect(splitLonger(splitMarkdown(before), whole)).toEqual(splitMarkdown(whole));
        }
      }),
    );
  });

  test("a code fence is never cut, whatever it holds", () => {
    const code = "```md\n\n# not a heading\n\n~~~\n\ntext\n```\n";
    expect(splitMarkdown(`before\n\n${code}\nafter`)).toEqual(["before\n\n", `${code}\n`, "after"]);
  });

  test("a fence closes only with as many marks", () => {
    expect(splitMarkdown("````\n```\n\ntext\n````\n\nafter")).toEqual(["````\n```\n\ntext\n````\n\n", "after"]);
  });

  test("lists, quotes and tables stay whole over empty lines", () => {
    for (const block of [
      "1. one\n\n2. two\n",
      "- one\n\n  still one\n\n- two\n",
      "> a\n\n> b\n",
      "| a |\n| - |\n\n| b |\n",
    ]) {
      expect(splitMarkdown(block)).toEqual([block]);
    }
  });
});
