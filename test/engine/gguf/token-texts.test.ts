import { describe, expect, it } from "vitest";
import { TokenTexts } from "../../../engine/gguf/token-texts.ts";
import { textsOf, vocabularyOf } from "./vocabulary.ts";

describe("TokenTexts", () => {
  it("gives back texts of several blocks", () => {
    const tokens = new TokenTexts(4);
    const [first, second] = [Buffer.from("..Ġa.é"), Buffer.from("<end>")];
    tokens.add(first, 2, 5);
    tokens.add(first, 6, 8);
    tokens.add(second, 0, 5);
    tokens.add(second, 5, 5);
    expect(textsOf(tokens)).toEqual(["Ġa", "é", "<end>", ""]);
  });

  it("has nothing at ids without a token, however much room there is", () => {
    const tokens = new TokenTexts(3);
    tokens.add(Buffer.from("a"), 0, 1);
    expect([-1, 0, 1, 3].map((id) => tokens.at(id))).toEqual([undefined, "a", undefined, undefined]);
  });

  it.each([
    ["the same text", "abc", "abc", true],
    ["another letter", "abc", "abd", false],
    ["a longer text with the same beginning", "abc", "abcd", false],
    ["no text in both", "", "", true],
  ])("%s: %s, %s", (_, mine, theirs, agree) => {
    expect(vocabularyOf(["before", mine]).agreesAt(1, vocabularyOf(["b", theirs]))).toBe(agree);
  });

  it("tells bytes apart that are no UTF-8 and would read alike", () => {
    const [one, other] = [0xc3, 0xe2].map((byte) => {
      const tokens = new TokenTexts(1);
      tokens.add(Buffer.from([byte]), 0, 1);
      return tokens;
    });
    expect(one?.at(0)).toBe(other?.at(0));
    expect(one !== undefined && other !== undefined && one.agreesAt(0, other)).toBe(false);
  });

  it("does not agree where one of the two has no such token", () => {
    expect(vocabularyOf(["a"]).agreesAt(1, vocabularyOf(["a", "b"]))).toBe(false);
    expect(vocabularyOf(["a", "b"]).agreesAt(1, vocabularyOf(["a"]))).toBe(false);
  });
});
