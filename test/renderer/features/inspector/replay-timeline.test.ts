import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createTimeline,
  endOfRound,
  momentAt,
  roundStep,
  stepAt,
} from "../../../../renderer/features/inspector/replay-timeline.ts";
import { cutStream, roundsDone, tokenOfMoment } from "../../../../renderer/features/inspector/replay-view.ts";
import {
  appendRounds,
  emptyTokenStream,
  type TokenStream,
} from "../../../../renderer/features/inspector/token-stream.ts";
import { listing } from "../../scripted-host/fixtures.ts";
import { endToken, splitTokens } from "../../scripted-host/split-tokens.ts";
import { writeRounds } from "../../scripted-host/write-rounds.ts";
import { mismatchRound, plainRound } from "../../support/rounds.ts";

/** Three guesses and their verdicts, a plain token, two guesses and their verdicts: steps 1-4, 5, 6-8. Each takes 40 ms. */
const rounds = [mismatchRound(0, ["a"], "x", "b"), plainRound(1, "c"), mismatchRound(2, [], "y", "d")];
const timeline = createTimeline(rounds);

describe("the timeline of a replay", () => {
  test("has a step for every guess and one for every end of a round", () => {
    expect(timeline.lastStep).toBe(8);
    expect(timeline.totalMs).toBe(120);
    const moments = Array.from({ length: 9 }, (_, step) => momentAt(timeline, step));
    expect(moments.map(({ round, drafted, verified }) => `${round}.${drafted}${verified ? "!" : ""}`)).toEqual([
      "0.0",
      "0.1",
      "0.2",
      "0.3",
      "0.3!",
      "1.0!",
      "2.1",
      "2.2",
      "2.2!",
    ]);
  });

  test("steps by round from wherever it stands, and stops at both ends", () => {
    expect([0, 2, 4, 5, 7, 8].map((step) => roundStep(timeline, step, "next"))).toEqual([4, 4, 5, 8, 8, 8]);
    expect([8, 7, 5, 4, 2, 0].map((step) => roundStep(timeline, step, "previous"))).toEqual([5, 5, 4, 0, 0, 0]);
    expect(endOfRound(timeline, 1)).toBe(5);
    expect(endOfRound(timeline, 2)).toBe(8);
  });

  test("a step has happened once its time has come, and not before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), (step) => {
        const at = momentAt(timeline, step).atMs;
        expect(stepAt(timeline, at + 1e-9)).toBe(step);
        if (step > 0) expect(stepAt(timeline, at - 1e-6)).toBe(step - 1);
      }),
    );
    expect(stepAt(timeline, 1e9)).toBe(8);
  });

  test("names the token each moment is about", () => {
    expect(tokenOfMoment(rounds, momentAt(timeline, 0))).toBeNull();
    expect(tokenOfMoment(rounds, momentAt(timeline, 2))).toEqual({ round: 0, slot: "d1" });
    expect(tokenOfMoment(rounds, momentAt(timeline, 4))).toEqual({ round: 0, slot: "e1" });
  });

  test("an empty reply has one moment", () => {
    const empty = createTimeline([]);
    expect(momentAt(empty, 3)).toMatchObject({ round: 0, drafted: 0, atMs: 0 });
    expect([stepAt(empty, 5), roundStep(empty, 0, "next"), empty.lastStep]).toEqual([0, 0, 0]);
  });
});

describe("a stream cut at a round", () => {
  const written = writeRounds(
    {
      tokens: [...splitTokens(listing.repeat(20)), endToken()],
      seed: 5,
      skill: 0.7,
      capture: "figures",
      sampled: false,
    },
    4,
  );
  const whole = appendRounds(emptyTokenStream, written);
  const tokens = (stream: TokenStream): readonly string[] =>
    stream.blocks.flatMap((block) => block.chunks.flatMap((chunk) => chunk.tokens.map((t) => `${t.round}${t.slot}`)));

  test("holds what a stream of those rounds alone would hold", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: written.length }), (count) => {
        const cut = cutStream(whole, count);
        const alone = appendRounds(emptyTokenStream, written.slice(0, count));
        expect(tokens(cut)).toEqual(tokens(alone));
        expect(cut.tokenCount).toBe(alone.tokenCount);
      }),
    );
  });

  test("keeps whole blocks as they are, so that they are not drawn again", () => {
    const cut = cutStream(whole, Math.floor(written.length / 2));
    const shared = cut.blocks.filter((block) => whole.blocks.includes(block)).length;
    expect(shared).toBeGreaterThanOrEqual(cut.blocks.length - 1);
    expect(shared).toBeGreaterThan(3);
  });

  test("a round counts as done once it is verified", () => {
    expect(roundsDone(momentAt(timeline, 3))).toBe(0);
    expect(roundsDone(momentAt(timeline, 4))).toBe(1);
  });
});
