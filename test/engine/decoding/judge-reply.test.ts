import { describe, expect, it } from "vitest";
import { judgeReply } from "../../../engine/decoding/judge-reply.ts";
import { Tally } from "../../../engine/decoding/tally.ts";

const plain = { msPerToken: 10, source: "measured-at-load", ageMs: 500 } as const;
const timing = { draftMs: 3, verifyMs: 11, overheadMs: 1 };

function tallyOf(...rounds: readonly { readonly drafted: number; readonly emitted: number }[]): Tally {
  const tally = new Tally();
  for (const { drafted, emitted } of rounds) {
    tally.add({
      drafted: Array.from({ length: drafted }, (_unused, id) => ({ id, text: "a", q: 1, p: 1, verdict: "accepted" })),
      emitted: Array.from({ length: emitted }, (_unused, id) => ({ id, p: 1, origin: "accepted" })),
      timing,
    });
  }
  return tally;
}

describe("the verdict of a reply", () => {
  it("is its time per token beside that of a plain one", () => {
    const verdict = judgeReply(tallyOf({ drafted: 2, emitted: 3 }, { drafted: 0, emitted: 1 }), plain, false);
    expect(verdict).toEqual({
      plainMsPerToken: 10,
      source: "measured-at-load",
      ageMs: 500,
      msPerToken: 7.5,
      speedup: 10 / 7.5,
      savedMs: 10,
    });
  });

  it("says what looking cost where auto drafted nothing", () => {
    const nothing = tallyOf({ drafted: 0, emitted: 1 });
    expect(judgeReply(nothing, plain, true)).toMatchObject({ msPerToken: 15, savedMs: -5 });
    expect(judgeReply(nothing, plain, false)).toBeNull();
  });

  it("is none where plain decoding was never timed, or nothing was said", () => {
    expect(judgeReply(tallyOf({ drafted: 2, emitted: 3 }), null, true)).toBeNull();
    expect(judgeReply(tallyOf(), plain, true)).toBeNull();
  });
});
