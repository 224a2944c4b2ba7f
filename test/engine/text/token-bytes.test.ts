import { describe, expect, test } from "vitest";
import { vocabularyTextToBytes } from "../../../engine/text/token-bytes.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

describe("byte-level vocabularies", () => {
  test.each([
    ["Ġthe", " the"],
    ["Ċ", "\n"],
    ["ĉĉ", "\t\t"],
    ["cafÃ©", "café"],
    ["ä½łå¥½", "你好"],
    ["ðŁĺĢ", "😀"],
    ["<0x41>", "<0x41>"],
  ])("%s stands for %j", (vocabularyText, expected) => {
    expect(text(vocabularyTextToBytes(vocabularyText, "gpt2"))).toBe(expected);
  });

  test("half a character keeps its bytes", () => {
    expect(hex(vocabularyTextToBytes("ðŁĺ", "gpt2"))).toBe("f09f98");
    expect(hex(vocabularyTextToBytes("Ģ", "gpt2"))).toBe("80");
  });

  test("the 256 characters of the alphabet stand for the 256 bytes", () => {
    const characters = Array.from({ length: 0x144 }, (_, code) => String.fromCodePoint(code)).filter(
      (character) => !/[\s\p{Cc}\u00a0\u00ad]/u.test(character),
    );
    const bytes = characters.map((character) => hex(vocabularyTextToBytes(character, "gpt2")));
    expect(characters).toHaveLength(256);
    expect(new Set(bytes).size).toBe(256);
    expect(bytes.every((byte) => byte.length === 2)).toBe(true);
  });

  test("an added token that is not in the alphabet stands for itself", () => {
    expect(text(vocabularyTextToBytes("<｜end▁of▁sentence｜>", "gpt2"))).toBe("<｜end▁of▁sentence｜>");
  });
});

describe("SentencePiece vocabularies", () => {
  test.each([
    ["▁the", " the"],
    ["▁▁", "  "],
    ["é", "é"],
    ["Ġ", "Ġ"],
    ["<0x0>", "<0x0>"],
  ])("%s stands for %j", (vocabularyText, expected) => {
    expect(text(vocabularyTextToBytes(vocabularyText, "llama"))).toBe(expected);
  });

  test("byte tokens stand for their byte", () => {
    expect(hex(vocabularyTextToBytes("<0xE4>", "llama"))).toBe("e4");
    expect(hex(vocabularyTextToBytes("<0x0a>", "t5"))).toBe("0a");
  });

  test("byte pair vocabularies with SentencePiece spaces", () => {
    expect(text(vocabularyTextToBytes("▁é", "gemma4"))).toBe(" é");
    expect(text(vocabularyTextToBytes("▁é", "gpt2", "sarvam-moe"))).toBe(" é");
    expect(hex(vocabularyTextToBytes("<0xF0>", "gemma4"))).toBe("f0");
  });
});

test("RWKV vocabularies escape like Python byte literals", () => {
  expect(text(vocabularyTextToBytes(String.raw`a\n\t\r\\b\'`, "rwkv"))).toBe("a\n\t\r\\b'");
  expect(hex(vocabularyTextToBytes(String.raw`\xe4\xbd`, "rwkv"))).toBe("e4bd");
});

test("other vocabularies are plain text with byte tokens", () => {
  expect(text(vocabularyTextToBytes("▁x", "plamo2"))).toBe("▁x");
  expect(hex(vocabularyTextToBytes("<0xFF>", "plamo2"))).toBe("ff");
});
