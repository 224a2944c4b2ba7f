import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wrapText } from "../../../cli/output/wrap-text.ts";

describe("wrapText", () => {
  it("breaks between words, indents what follows and keeps the text's own lines", () => {
    expect(wrapText("one two three four\nfive", 12, 3)).toBe("one two\n   three\n   four\n   five");
  });

  it("leaves a word alone that is longer than the line", () => {
    expect(wrapText("a verylongword b", 6)).toBe("a\nverylongword\nb");
  });

  it("loses no word, and lets no line with two words in it be longer than the width", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 4, max: 40 }), (typed, width) => {
        const lines = wrapText(typed.join(" "), width).split("\n");
        expect(lines.join(" ")).toBe(typed.join(" "));
        expect(lines.filter((line) => line.length > width && line.includes(" "))).toEqual([]);
      }),
    );
  });
});
