import { describe, expect, it } from "vitest";
import type { Round } from "../../../contract/trace.ts";
import { roundSchema } from "../../../contract/trace.ts";
import { keepTokens } from "../../../host/chats/keep-tokens.ts";

const token = (id: number) => ({ id, text: `w${id} `, p: 0.5 });
const entry = { target: [{ id: 1, text: "w1 ", probability: 0.5 }], draft: null };

/** Two accepted guesses and a correction; then a plain token. */
const rounds: readonly Round[] = [
  {
    index: 0,
    k: 4,
    reason: "fixed",
    drafter: "model",
    draftEnd: "confidence",
    drafted: [
      { ...token(1), q: 0.5, verdict: "accepted" },
      { ...token(2), q: 0.5, verdict: "accepted" },
      { ...token(9), q: 0.5, verdict: "rejected" },
    ],
    emitted: [
      { ...token(1), origin: "accepted" },
      { ...token(2), origin: "accepted" },
      { ...token(3), origin: "correction" },
    ],
    end: "mismatch",
    candidates: [entry, entry, entry],
    timing: { draftMs: 1, verifyMs: 2, overheadMs: 3 },
  },
  {
    index: 1,
    k: 0,
    reason: "off",
    drafter: "off",
    drafted: [],
    emitted: [{ ...token(4), origin: "plain" }],
    end: "plain",
    timing: { draftMs: 0, verifyMs: 2, overheadMs: 0 },
  },
];

describe("the kept part of a reply", () => {
  it("is whole rounds where it ends with one", () => {
    expect(keepTokens(rounds, 0)).toEqual([]);
    expect(keepTokens(rounds, 3)).toEqual([rounds[0]]);
  });

  it("leaves nothing of what came after it in the round that is cut", () => {
    const [cut, ...others] = keepTokens(rounds, 2) ?? [];
    expect(others).toEqual([]);
    expect(cut).toMatchObject({ end: "chosen", candidates: [entry, entry], timing: { verifyMs: 2 } });
    expect(cut?.drafted.map(({ verdict }) => verdict)).toEqual(["accepted", "accepted"]);
    expect(cut?.emitted.map(({ id }) => id)).toEqual([1, 2]);
    expect(cut).not.toHaveProperty("draftEnd");
    roundSchema.parse(cut);
  });

  it("has to be followed by a token of the reply", () => {
    expect(keepTokens(rounds, 4)).toBeNull();
    expect(keepTokens([], 0)).toBeNull();
  });
});
