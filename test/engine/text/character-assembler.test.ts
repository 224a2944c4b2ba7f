import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCharacterAssembler, standaloneText } from "../../../engine/text/character-assembler.ts";

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));

function assemble(tokens: readonly Uint8Array[]) {
  const assembler = createCharacterAssembler();
  return { pushes: tokens.map((token) => assembler.push(token)), end: assembler.flush() };
}

describe("characters across tokens", () => {
  test("the completing token gives the whole character", () => {
    const { pushes, end } = assemble([bytesOf("61f09f"), bytesOf("98"), bytesOf("8062")]);
    expect(pushes).toEqual([
      { text: "a", partial: true },
      { text: "", partial: true },
      { text: "😀b", partial: true },
    ]);
    expect(end).toBe("");
  });

  test("whole tokens are not partial, an empty one neither", () => {
    expect(assemble([bytesOf("e4bda0"), bytesOf("")]).pushes).toEqual([
      { text: "你", partial: false },
      { text: "", partial: false },
    ]);
  });

  test("a character that is never completed shows at the end", () => {
    expect(assemble([bytesOf("61e4bd")]).end).toBe("\ufffd");
  });

  test("bytes that cannot go on are replaced as soon as that is known", () => {
    expect(assemble([bytesOf("e4"), bytesOf("61")]).pushes[1]).toEqual({ text: "\ufffda", partial: false });
  });

  test("a byte order mark is text like any other", () => {
    expect(assemble([bytesOf("efbb"), bytesOf("bf61")]).pushes[1]?.text).toBe("\ufeffa");
  });
});

/** Pieces of real text, cut anywhere, with broken bytes among them. */
const anyBytes = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 4 }).map((text) => Uint8Array.from(Buffer.from(text, "utf8"))),
      fc.uint8Array({ maxLength: 4 }),
      fc.constantFrom("c0", "e4", "f09f98", "eda080", "f4908080", "efbbbf", "80").map(bytesOf),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Uint8Array.from(Buffer.concat(parts)));

test("however bytes are split into tokens, the texts together are what TextDecoder says of all of them", () => {
  fc.assert(
    fc.property(anyBytes, fc.array(fc.nat(4)), (bytes, lengths) => {
      const tokens: Uint8Array[] = [];
      let position = 0;
      for (const length of [...lengths, bytes.length]) {
        tokens.push(bytes.subarray(position, position + length));
        position += length;
      }
      const { pushes, end } = assemble(tokens);
      const whole = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      expect(pushes.map((push) => push.text).join("") + end).toBe(whole);
    }),
    { numRuns: 2000 },
  );
});

test("a token is partial exactly where its own bytes are no valid UTF-8", () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const valid = Buffer.from(Buffer.from(bytes).toString("utf8"), "utf8").equals(bytes);
      expect(createCharacterAssembler().push(bytes).partial).toBe(!valid);
    }),
  );
});

test("a token by itself shows broken characters as U+FFFD", () => {
  expect(standaloneText(bytesOf("61f09f98"))).toBe("a\ufffd");
});
