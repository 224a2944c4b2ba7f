import { describe, expect, it } from "vitest";
import type { DecodedRound } from "../../../engine/decoding/decode-round.ts";
import { judgeReply } from "../../../engine/decoding/judge-reply.ts";
import { PlainTime } from "../../../engine/decoding/plain-time.ts";
import { Tally } from "../../../engine/decoding/tally.ts";

const plain = { source: "measured-at-load", ageMs: 500 } as const;
const timing = { draftMs: 3, verifyMs: 11, overheadMs: 1 };

/** A reply of such rounds on a machine where a plain token takes 10 ms. */
function replyOf(...rounds: readonly { readonly drafted: number; readonly emitted: number }[]) {
  const tally = new Tally();
  const plainTime = new PlainTime();
  for (const { drafted, emitted } of rounds) {
    const round: Pick<DecodedRound, "drafted" | "emitted" | "timing"> = {
      drafted: Array.from({ length: drafted }, (_unused, id) => ({ id, text: "a", q: 1, p: 1, verdict: "accepted" })),
      emitted: Array.from({ length: emitted }, (_unused, id) => ({ id, p: 1, origin: "accepted" })),
      timing,
    };
    tally.add(round);
    plainTime.add(round, () => 10);
  }
  return { tally, plainTime, plain, byAuto: false };
}

describe("the verdict of a reply", () => {
  it("is its time per token beside that of a plain one", () => {
    expect(judgeReply(replyOf({ drafted: 2, emitted: 3 }, { drafted: 2, emitted: 2 }))).toEqual({
      plainMsPerToken: 10,
      source: "measured-at-load",
      ageMs: 500,
      msPerToken: 6,
      speedup: 10 / 6,
      savedMs: 20,
    });
  });

  it("takes a plain round for its own measure, but for the time it took to look for drafts", () => {
    // 12 ms plain and 3 ms of looking; 3 tokens in 15 ms that would have taken 30.
    const verdict = judgeReply(replyOf({ drafted: 0, emitted: 1 }, { drafted: 2, emitted: 3 }));
    expect(verdict).toMatchObject({ plainMsPerToken: 42 / 4, msPerToken: 30 / 4, savedMs: 12 });
  });

  it("says what looking cost where auto drafted nothing", () => {
    const nothing = replyOf({ drafted: 0, emitted: 1 });
    expect(judgeReply({ ...nothing, byAuto: true })).toMatchObject({ msPerToken: 15, savedMs: -3 });
    expect(judgeReply(nothing)).toBeNull();
  });

  it("is none where plain decoding was never timed, or nothing was said", () => {
    expect(judgeReply({ ...replyOf({ drafted: 2, emitted: 3 }), plain: null })).toBeNull();
    expect(judgeReply({ ...replyOf(), byAuto: true })).toBeNull();
  });
});
