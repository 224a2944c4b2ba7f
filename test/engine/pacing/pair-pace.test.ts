import { describe, expect, it } from "vitest";
import type { ObservedRound } from "../../../engine/pacing/auto-pace.ts";
import { PairPaces } from "../../../engine/pacing/pair-pace.ts";
import { lengthThatPays, paysToGoOn } from "../../../engine/pacing/stop-rule.ts";
import { sampleCircumstances } from "../../contract/sample-circumstances.ts";

const circumstances = sampleCircumstances({ draft: null, draftGpuLayers: null });

const MINUTE = 60_000;

function plainRound(verifyMs: number): ObservedRound {
  return { drafted: 0, accepted: 0, tested: 0, width: 1, draftMs: 0, verifyMs };
}

describe("the paces of a pair", () => {
  it("begin with what was kept, and say how old it is", () => {
    const learnedAt = Date.now() - 10 * MINUTE;
    const kept = {
      circumstances,
      target: [1, 2].map((width) => ({ width, ms: 30 + 5 * width, variance: 0.01 })),
      draft: [{ width: 1, ms: 4, variance: 0.01 }],
      learnedAt,
    };
    const { plain, draftMs } = new PairPaces({ circumstances, known: { source: "learned-earlier", kept } })
      .of("model")
      .explain(4);
    expect(plain).toMatchObject({ source: "learned-earlier" });
    expect(plain?.msPerToken).toBeCloseTo(35);
    expect(draftMs).toBeCloseTo(4);
    expect(plain?.ageMs).toBeGreaterThanOrEqual(10 * MINUTE);
    expect(plain?.ageMs).toBeLessThan(11 * MINUTE);
  });

  it("keep what they learned, for paces that know as much", () => {
    const known = { source: "measured-at-load", target: new Map([[1, 20]]), draft: new Map() } as const;
    const first = new PairPaces({ circumstances, known });
    const pace = first.of("lookup");
    for (let index = 0; index < 40; index++) pace.observe(plainRound(40));
    for (let index = 0; index < 40; index++) {
      pace.observe({ drafted: 3, accepted: 3, tested: 3, width: 4, draftMs: 0, verifyMs: 60 });
    }
    const { kept } = first;
    if (kept === null) throw new Error("nothing was kept");
    const second = new PairPaces({ circumstances, known: { source: "learned-earlier", kept } });
    const [before, after] = [pace, second.of("lookup")].map((each) => each.explain(3));
    expect(before?.plain?.source).toBe("measured-in-this-reply");
    expect(after?.plain?.source).toBe("learned-earlier");
    expect(after?.plain?.msPerToken).toBeCloseTo(before?.plain?.msPerToken ?? 0, 6);
    expect(after?.plain?.msPerToken).toBeGreaterThan(36);
    expect(kept.target.map(({ width }) => width)).toEqual([1, 4]);
  });

  it("share what is known of plain decoding among the drafters", () => {
    const paces = new PairPaces({
      circumstances,
      known: { source: "measured-at-load", target: new Map([[1, 20]]), draft: new Map() },
    });
    paces.of("lookup").observe(plainRound(20));
    expect(paces.of("model").explain(0).plain?.source).toBe("measured-in-this-reply");
    paces.of("model").startReply();
    expect(paces.of("lookup").explain(0).plain?.source).toBe("learned-earlier");
  });

  it("know nothing to keep before a plain pass was timed", () => {
    const known = { source: "measured-at-load", target: new Map(), draft: new Map() } as const;
    const paces = new PairPaces({ circumstances, known });
    expect(paces.kept).toBeNull();
    expect(paces.of("lookup").decide(16)).toEqual({ k: 0, reason: "probe" });
  });

  it("draft to few widths where a GPU builds a graph for each", () => {
    const target = new Map([1, 2, 4, 8, 16].map((width) => [width, 10]));
    const known = { source: "measured-at-load", target, draft: new Map([[1, 0.5]]) } as const;
    const onGpu = new PairPaces({ circumstances: { ...circumstances, backend: "cuda" }, known }).of("model");
    for (let index = 0; index < 60; index++) {
      const { k } = onGpu.decide(16);
      expect([0, 1, 3, 7, 15]).toContain(k);
      const accepted = Math.min(k, index % 7);
      const tested = Math.min(k, accepted + 1);
      onGpu.observe({ drafted: k, accepted, tested, width: k + 1, draftMs: 0.5 * k, verifyMs: 10 });
    }
  });

  it("end drafts at those widths as well", () => {
    const target = new Map([1, 2, 4, 8, 16].map((width) => [width, 9 + width]));
    const known = { source: "measured-at-load", target, draft: new Map([[1, 0.5]]) } as const;
    const onGpu = new PairPaces({ circumstances: { ...circumstances, backend: "metal" }, known }).of("model");
    const { costs } = onGpu;
    if (costs === null) throw new Error("nothing is known");
    const order = { ...costs, tokenMs: 10 };
    for (let chance = 0.05; chance < 1; chance += 0.05) {
      const chances = Array.from({ length: 40 }, () => chance);
      expect([0, 1, 3, 7, 15, 31]).toContain(lengthThatPays(chances, order));
      // Begun, a step to the next of them is made whole.
      const between = { drafted: 5, kept: chance ** 6, usual: chance, isKnown: false, limit: 15 };
      expect(paysToGoOn(between, order)).toBe(true);
    }
    expect(paysToGoOn({ drafted: 3, kept: 0.05, usual: 0.3, isKnown: false, limit: 15 }, order)).toBe(false);
  });
});
