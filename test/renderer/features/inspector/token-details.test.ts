import { describe, expect, test } from "vitest";
import { explainToken } from "../../../../renderer/features/inspector/explain-token.ts";
import {
  pendingDetails,
  shortTable,
  type TokenDetails,
  tokenDetails,
} from "../../../../renderer/features/inspector/token-details.ts";
import { tokenFacts } from "../../../../renderer/features/inspector/token-facts.tsx";
import type { Slot } from "../../../../renderer/features/inspector/token-stream.ts";
import { drafted, emitted, mismatchRound, plainRound, round } from "../../support/rounds.ts";

function details(of: ReturnType<typeof round>, slot: Slot): TokenDetails {
  const found = tokenDetails(of, slot);
  if (found === null) throw new Error(`no token ${slot}`);
  return found;
}

describe("the card of a token", () => {
  const base = mismatchRound(3, ["Gravity"], " attracts", " pulls");
  const candidate = (text: string, probability: number) => ({ ...emitted(text, "plain"), probability });
  const captured = {
    ...base,
    candidates: [
      { target: [candidate("Gravity", 0.9)], draft: [candidate("Gravity", 0.8)] },
      {
        target: [candidate(" pulls", 0.61), candidate(" attracts", 0.24), candidate(" keeps", 0.05)],
        draft: [candidate(" attracts", 0.48), candidate(" pulls", 0.22)],
      },
      { target: null, draft: null },
    ],
  };

  test("a rejected guess names what replaced it, and the other way round", () => {
    expect(details(base, "d1").counterpart?.text).toBe(" pulls");
    expect(details(base, "e1").counterpart?.text).toBe(" attracts");
    expect(details(base, "d1").position).toBe(2);
    expect(details(base, "e1").position).toBe(2);
  });

  test("the correction shares the candidates of the guess it replaced", () => {
    const rows = details(captured, "e1").candidates;
    expect(rows?.map((row) => [row.token.text, row.p, row.q, row.isThis, row.isCounterpart])).toEqual([
      [" pulls", 0.61, 0.22, true, false],
      [" attracts", 0.24, 0.48, false, true],
      [" keeps", 0.05, null, false, false],
    ]);
    expect(details(captured, "e1").q).toBe(0.22);
  });

  test("an untested guess has a q and no p", () => {
    expect(details(base, "d2")).toMatchObject({ p: null, q: 0.5, candidates: null });
  });

  test("where nothing was captured there are no candidates", () => {
    expect(details(base, "e0").candidates).toBeNull();
  });

  test("the token itself is among the rows however unlikely it was", () => {
    const target = Array.from({ length: 10 }, (_, index) => candidate(`t${index}`, 0.09));
    const draft = [candidate(" attracts", 0.5)];
    const { candidates, targetRank, draftRank } = details(
      {
        ...base,
        candidates: [
          { target: null, draft: null },
          { target, draft },
        ],
      },
      "d1",
    );
    const rows = shortTable(candidates ?? [], 6);
    expect(rows.some((row) => row.isThis)).toBe(true);
    expect(rows).toHaveLength(6);
    expect(candidates).toHaveLength(11);
    expect([targetRank, draftRank]).toEqual(["beyond", 1]);
  });

  test("the likeliest rows fill the table beside the token itself", () => {
    const target = Array.from({ length: 10 }, (_, index) => candidate(index === 0 ? " attracts" : `t${index}`, 0.09));
    const rows = details(
      {
        ...base,
        candidates: [
          { target: null, draft: null },
          { target, draft: null },
        ],
      },
      "d1",
    ).candidates;
    expect(shortTable(rows ?? [], 6).map((row) => row.token.text)).toEqual([" attracts", "t1", "t2", "t3", "t4", "t5"]);
  });

  test("a looked-up guess has no q: no model made it", () => {
    const lookup = round(0, {
      drafter: "lookup",
      drafted: [drafted("a", "accepted", { q: 1 })],
      emitted: [emitted("a", "accepted"), emitted("b", "bonus")],
    });
    expect(details(lookup, "e0")).toMatchObject({ q: null, lookedUp: true });
  });

  test("what decided is said in words", () => {
    expect(explainToken(details(base, "d1"))).toContain("␣pulls");
    const drawn = { p: 0.24, q: 0.48, probability: 0.5, random: 0.61 };
    const sampled = round(0, {
      drafted: [drafted("a", "rejected", { acceptance: drawn })],
      emitted: [emitted("b", "correction")],
    });
    expect(explainToken(details(sampled, "d0"))).toMatch(/0\.50.*0\.24.*0\.48.*0\.61/);
    expect(explainToken(details(plainRound(0, "a"), "e0"))).toContain("alone");
  });

  test("ranks are those of each model's own list, and null where it is not on record", () => {
    expect(details(captured, "d1")).toMatchObject({ targetRank: 2, draftRank: 1, end: "mismatch", k: 4 });
    expect(details(captured, "e1")).toMatchObject({ targetRank: 1, draftRank: 2 });
    expect(details(captured, "d2")).toMatchObject({ targetRank: null, draftRank: null, topGap: null });
    expect(details(base, "d1")).toMatchObject({ targetRank: null, topGap: null });
  });

  test("the target's first two choices tell a near tie from a disagreement", () => {
    const gap = (first: number, second: number) =>
      details(
        {
          ...base,
          candidates: [
            { target: null, draft: null },
            { target: [candidate(" pulls", first), candidate(" attracts", second)], draft: null },
          ],
        },
        "d1",
      ).topGap;
    expect(gap(0.61, 0.24)?.nats).toBeCloseTo(0.933, 3);
    expect(gap(0.61, 0.24)?.nearTie).toBe(false);
    expect(gap(0.41, 0.4)?.nearTie).toBe(true);
    expect(gap(1, 0)).toBeNull();
  });

  test("the figures are those of the trace; what is not on record is said", () => {
    const drawn = { p: 0.24, q: 0.48, probability: 0.5, random: 0.61 };
    const sampled = round(0, {
      drafted: [
        drafted("a", "rejected", { p: 0.12345678, q: 0.00001234, acceptance: drawn }),
        drafted("b", "untested"),
      ],
      emitted: [emitted("c", "correction")],
    });
    const facts = (slot: Slot) =>
      Object.fromEntries(tokenFacts(details(sampled, slot)).map(({ key, value }) => [key, value]));
    expect(facts("d0")).toMatchObject({
      p: "0.1235",
      q: "1.2e-5",
      "warped-p": "0.2400",
      "warped-q": "0.4800",
      acceptance: "0.5000",
      random: "0.6100",
      surprise: "2.09\u202fnats",
    });
    expect(facts("d1")).toMatchObject({ p: "not tested", q: "0.5000" });
    expect(facts("d1").surprise).toBeUndefined();
    expect(facts("e0").q).toBe("no draft");
  });

  test("while its round is being drafted a guess is known by the draft's side alone", () => {
    const acceptance = { p: 0.2, q: 0.4, probability: 0.5, random: 0.9 };
    const [first, second, ...others] = captured.drafted;
    if (first === undefined || second === undefined) throw new Error("the round drafted nothing");
    const stopped = {
      ...captured,
      drafted: [first, { ...second, acceptance }, ...others],
      draftEnd: "confidence" as const,
    };
    const pending = pendingDetails(stopped, "d1", 2);
    expect(pending).toMatchObject({
      q: 0.5,
      p: null,
      acceptance: null,
      counterpart: null,
      end: null,
      draftEnd: null,
      targetRank: null,
      draftRank: 1,
      topGap: null,
      keepOfRound: null,
    });
    expect(pending?.token.mark).toBe("untested");
    expect(pending?.candidates?.map(({ token, p, q }) => [token.text, p, q])).toEqual([
      [" attracts", null, 0.48],
      [" pulls", null, 0.22],
    ]);
    expect(pending === null ? "" : explainToken(pending)).toBe("The target has not looked at it yet.");
    expect(pendingDetails(stopped, "d1", 1)).toBeNull();
    expect(pendingDetails(stopped, "e0", 2)).toBeNull();
    expect(pendingDetails(stopped, "d1", 3)?.draftEnd).toBe("confidence");
  });

  test("there is no card for a token that is not there", () => {
    expect(tokenDetails(base, "e9")).toBeNull();
    expect(tokenDetails(base, "d9")).toBeNull();
  });
});
