import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { conclusion } from "../../../cli/demo/chapters.ts";
import { roundStory } from "../../../cli/demo/round-story.ts";
import { speedUp, verdict } from "../../../cli/demo/verdict.ts";
import { bracketedLooks, colouredLooks } from "../../../cli/output/marks.ts";
import { bonusRound, mismatchRound, plainRound, summaryWith } from "../sample-rounds.ts";

/** Ten tokens in this many milliseconds. */
const took = (verifyMs: number) =>
  summaryWith({ timing: { loadMs: 900, prefillMs: 900, draftMs: 0, verifyMs, overheadMs: 0 } });

describe("verdict", () => {
  it("says what speculation saved", () => {
    expect(verdict(took(1000), took(500))).toBe("It saved 500 ms: 2.00 times as fast as plain decoding.");
  });

  it("says what it cost", () => {
    expect(verdict(took(500), took(1000))).toBe("It cost 500 ms: 0.50 times as fast as plain decoding.");
  });

  it("makes nothing of noise", () => {
    expect(verdict(took(1000), took(990))).toBe("It made no difference.");
  });

  it("claims nothing for a reply without a guess", () => {
    expect(verdict(took(1000), { ...took(500), drafted: 0 })).toBe("It never had a guess, so this was plain decoding.");
  });

  it("compares by the token, as replies may differ in length", () => {
    expect(speedUp(took(1000), { ...took(1000), tokens: [1, 2, 3, 4, 5] })).toBe(0.5);
  });

  it("has nothing to say about an empty reply", () => {
    expect(verdict(took(1000), summaryWith({ tokens: [] }))).toContain("nothing to compare");
  });
});

describe("conclusion", () => {
  it("names the fastest k, plain decoding included", () => {
    const plain = took(1000);
    expect(
      conclusion([
        { k: 0, plain, reply: plain },
        { k: 3, plain, reply: took(2000) },
      ]),
    ).toMatch(/^Plain decoding was the fastest/);
    expect(
      conclusion([
        { k: 0, plain, reply: plain },
        { k: 3, plain, reply: took(700) },
      ]),
    ).toBe("k 3 was the fastest here.");
  });
});

describe("roundStory", () => {
  it("tells a mismatch, a full acceptance and a plain round", () => {
    expect([mismatchRound, bonusRound, plainRound].map((round) => roundStory(round, bracketedLooks))).toEqual([
      "  {‘ is’} {‘ a’} ~‘ natural’~ ‘ law’      → 2 of 4 accepted, then the target says  [‘ force’]",
      "  {‘ that’}                               → all 1 accepted, and on top comes  <‘ pulls’>",
      "                                          no guess; the target says  ‘.↵’",
    ]);
  });

  it("lines the outcomes up where there are colours, too", () => {
    const columns = [bracketedLooks, colouredLooks].map((looks) =>
      stripVTControlCharacters(roundStory(bonusRound, looks)).indexOf("→"),
    );
    expect(columns[0]).toBe(columns[1]);
  });
});
