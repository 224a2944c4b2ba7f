import { describe, expect, test } from "vitest";
import { plainText, visibleText } from "../../contract/visible-text.ts";

describe("what a token looks like", () => {
  test("the space before a word is a gap, not a sign", () => {
    expect(visibleText({ text: " pulls" })).toEqual({ lead: " ", pieces: [{ kind: "text", text: "pulls" }] });
  });

  test("spaces that would go unseen are drawn", () => {
    expect(visibleText({ text: " " }).pieces).toEqual([{ kind: "spaces", text: " " }]);
    expect(visibleText({ text: "    return" }).pieces).toEqual([
      { kind: "spaces", text: "    " },
      { kind: "text", text: "return" },
    ]);
    expect(visibleText({ text: "end " }).pieces).toEqual([
      { kind: "text", text: "end" },
      { kind: "spaces", text: " " },
    ]);
  });

  test("one space between words inside a token stays as it is", () => {
    expect(visibleText({ text: "of the" }).pieces).toEqual([{ kind: "text", text: "of the" }]);
  });

  test("line breaks and tabs have signs and keep their characters", () => {
    expect(visibleText({ text: ".\n\n" }).pieces).toEqual([
      { kind: "text", text: "." },
      { kind: "sign", sign: "↵↵", text: "\n\n" },
    ]);
    expect(visibleText({ text: "\tx" }).pieces[0]).toEqual({ kind: "sign", sign: "⇥", text: "\t" });
  });

  test("half a character shows its bytes, the other half the character", () => {
    expect(plainText(visibleText({ text: "", bytes: "f09f" }))).toBe("f0 9f");
    expect(plainText(visibleText({ text: "🌍", bytes: "8c8d" }))).toBe("🌍");
  });

  test("a control token shows its name", () => {
    expect(visibleText({ text: "", control: "<|im_end|>" }).pieces).toEqual([
      { kind: "label", label: "<|im_end|>", what: "control-token" },
    ]);
  });

  test("characters that turn text around or hide in it are named and not drawn", () => {
    const { pieces } = visibleText({ text: "a\u202eb\u200bc" });
    expect(pieces).toEqual([
      { kind: "text", text: "a" },
      { kind: "label", label: "U+202E", what: "invisible-character" },
      { kind: "text", text: "b" },
      { kind: "label", label: "U+200B", what: "invisible-character" },
      { kind: "text", text: "c" },
    ]);
  });

  test("a token without anything says so", () => {
    expect(plainText(visibleText({ text: "" }))).toBe("∅");
  });

  test("the name of a token marks its space", () => {
    expect(plainText(visibleText({ text: " pulls" }))).toBe("␣pulls");
  });
});
