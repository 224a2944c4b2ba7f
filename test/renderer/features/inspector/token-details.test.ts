import { describe, expect, test } from "vitest";
import { explainToken } from "../../../../renderer/features/inspector/explain-token.ts";
import { type TokenDetails, tokenDetails } from "../../../../renderer/features/inspector/token-details.ts";
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
    const rows = details(
      {
        ...base,
        candidates: [
          { target: null, draft: null },
          { target, draft },
        ],
      },
      "d1",
    ).candidates;
    expect(rows?.some((row) => row.isThis)).toBe(true);
    expect(rows).toHaveLength(6);
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
    expect(rows?.map((row) => row.token.text)).toEqual([" attracts", "t1", "t2", "t3", "t4", "t5"]);
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

  test("there is no card for a token that is not there", () => {
    expect(tokenDetails(base, "e9")).toBeNull();
    expect(tokenDetails(base, "d9")).toBeNull();
  });
});
