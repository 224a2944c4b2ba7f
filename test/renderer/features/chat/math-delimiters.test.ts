import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unifyMath } from "../../../../renderer/features/chat/math-delimiters.ts";

describe("the ways to write a formula", () => {
  test.each([
    [String.raw`so \(a_1 + b\) is`, "so $$a_1 + b$$ is"],
    [String.raw`\[ x^2 \]`, "$$x^2$$"],
    ["so $a * b * c$.", "so $$a * b * c$$."],
    ["$$x$$ stays", "$$x$$ stays"],
  ])("become one: %s", (written, read) => {
    expect(unifyMath(written)).toBe(read);
  });

  test.each([
    "from $5 to $10",
    "US$ 5 and $ 6 $",
    String.raw`\$a\$ and \\(b\\)`,
    "`$a$` and ``\\(b\\)``",
    "```sh\necho $a $b$\n```\n",
    "$$\n\\(x\\)\n$$",
    "$PATH and $HOME$USER",
    "\\[ one\n\n two \\]",
    "open \\( and $x",
  ])("leave alone what is none: %s", (text) => {
    expect(unifyMath(text)).toBe(text);
  });

  test("lose no character of a text without them", () => {
    const piece = fc.constantFrom("`", "``", "a", " ", "\n", "```\n", "~~~\n", "*", "5", "|", "\\");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join("");
        expect(unifyMath(text)).toBe(text);
      }),
    );
  });
});
