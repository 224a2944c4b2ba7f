import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Round } from "../../../../contract/trace.ts";
import {
  appendRounds,
  type DisplayToken,
  displayTokens,
  emptyTokenStream,
  linesOf,
  type TokenStream,
} from "../../../../renderer/features/inspector/token-stream.ts";
import { listing } from "../../scripted-host/fixtures.ts";
import { endToken, splitTokens } from "../../scripted-host/split-tokens.ts";
import { writeRounds } from "../../scripted-host/write-rounds.ts";
import { drafted, emitted, mismatchRound, plainRound, round } from "../../support/rounds.ts";

const allTokens = (stream: TokenStream): DisplayToken[] =>
  stream.blocks.flatMap((block) => block.chunks.flatMap((chunk) => chunk.tokens));
const replyText = (tokens: readonly DisplayToken[]): string =>
  tokens
    .filter((token) => token.slot.startsWith("e"))
    .map((token) => token.text)
    .join("");

function script(text: string, k: number, seed = 3): readonly Round[] {
  const tokens = [...splitTokens(text), endToken()];
  return writeRounds({ tokens, seed, skill: 0.7, capture: "figures", sampled: false }, k);
}

describe("the tokens of a round", () => {
  test("a rejected guess stands where it fell: after the kept ones, before what replaced it", () => {
    const tokens = displayTokens(mismatchRound(0, ["Gravity"], " attracts", " pulls"));
    expect(tokens.map((token) => [token.text, token.mark])).toEqual([
      ["Gravity", "accepted"],
      [" attracts", "rejected"],
      [" maybe", "untested"],
      [" pulls", "correction"],
    ]);
  });

  test("an accepted guess is there once", () => {
    const tokens = displayTokens(
      round(2, { drafted: [drafted("a", "accepted")], emitted: [emitted("a", "accepted"), emitted("b", "bonus")] }),
    );
    expect(tokens.map((token) => [token.slot, token.mark])).toEqual([
      ["e0", "accepted"],
      ["e1", "bonus"],
    ]);
  });

  test("a round that was cut short shows only what was emitted of it", () => {
    const cut = round(0, {
      drafted: [drafted("a", "accepted"), drafted("b", "accepted")],
      emitted: [emitted("a", "accepted")],
      end: "stop-string",
    });
    expect(displayTokens(cut).map((token) => token.text)).toEqual(["a"]);
  });
});

describe("the stream of a reply", () => {
  test("the emitted tokens put together are the reply, however the rounds are dealt out", () => {
    const rounds = script(listing, 4);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }), (sizes) => {
        let stream = emptyTokenStream;
        let at = 0;
        for (let turn = 0; at < rounds.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          stream = appendRounds(stream, rounds.slice(at, at + size));
          at += size;
        }
        expect(replyText(allTokens(stream))).toBe(listing);
        expect(stream).toEqual(appendRounds(emptyTokenStream, rounds));
      }),
      { numRuns: 25 },
    );
  });

  test("half characters keep their place and name their bytes", () => {
    const stream = appendRounds(emptyTokenStream, script("Hi 🌍", 0));
    expect(replyText(allTokens(stream))).toBe("Hi 🌍");
    expect(allTokens(stream).some((token) => token.pieces.some((piece) => piece.kind === "label"))).toBe(true);
  });

  test("finished blocks and chunks stay the same objects", () => {
    const rounds = script(listing.repeat(20), 4);
    const before = appendRounds(emptyTokenStream, rounds.slice(0, -5));
    const after = appendRounds(before, rounds.slice(-5));
    const finished = before.blocks.length - 1;
    expect(finished).toBeGreaterThan(10);
    for (let index = 0; index < finished; index += 1) expect(after.blocks[index]).toBe(before.blocks[index]);
    const [tailBefore, tailAfter] = [before.blocks[finished], after.blocks[finished]];
    for (const [index, chunk] of tailBefore?.chunks.slice(0, -1).entries() ?? []) {
      expect(tailAfter?.chunks[index]).toBe(chunk);
    }
  });

  test("a long enough block ends at a line break that is part of the reply, not at one that was thrown away", () => {
    const words = Array.from({ length: 500 }, () => " word");
    const stream = appendRounds(emptyTokenStream, [
      mismatchRound(0, ["Short", "\n"], "x", "One"),
      mismatchRound(1, words, "\n", "."),
      mismatchRound(2, ["\n"], "x", "Two"),
    ]);
    expect(stream.blocks.map((block) => replyText(block.chunks.flatMap((chunk) => chunk.tokens)))).toEqual([
      `Short\nOne${words.join("")}.\n`,
      "Two",
    ]);
  });

  test("a block falls into its lines, however long they are", () => {
    const words = Array.from({ length: 100 }, () => " word");
    const stream = appendRounds(emptyTokenStream, [
      mismatchRound(0, ["One", "\n"], "\n", "Two"),
      mismatchRound(1, [...words, "\n"], "x", "\n"),
      mismatchRound(2, [], "\n", "End"),
    ]);
    const lines = stream.blocks.flatMap(linesOf);
    expect(lines.map((line) => replyText(line.flatMap((chunk) => chunk.tokens)))).toEqual([
      "One\n",
      `Two${words.join("")}\n`,
      "\n",
      "End",
    ]);
    expect(lines.flat()).toEqual(stream.blocks.flatMap(({ chunks }) => chunks));
  });

  test("no block grows without end", () => {
    const rounds = Array.from({ length: 5_000 }, (_, index) => plainRound(index, " word"));
    const stream = appendRounds(emptyTokenStream, rounds);
    expect(stream.tokenCount).toBe(5_000);
    expect(Math.max(...stream.blocks.map((block) => block.tokenCount))).toBeLessThanOrEqual(1_200);
  });

  test("nothing new leaves the stream as it is", () => {
    const stream = appendRounds(emptyTokenStream, [plainRound(0, "a")]);
    expect(appendRounds(stream, [])).toBe(stream);
  });
});
