import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CostCurve } from "../../../engine/pacing/cost-curve.ts";

const measured = new Map([
  [1, 40],
  [2, 60],
  [4, 100],
  [8, 200],
]);

function observe(curve: CostCurve, width: number, ms: number, times: number): void {
  for (let index = 0; index < times; index++) curve.observe(width, ms);
}

describe("what passes cost by their width", () => {
  it("is what was measured, a straight line between, and the slope of the whole beyond", () => {
    const curve = new CostCurve(measured);
    expect([1, 2, 3, 4, 6, 8].map((width) => Math.round(curve.at(width)))).toEqual([40, 60, 80, 100, 150, 200]);
    expect(curve.at(15)).toBeCloseTo(200 + (7 * 160) / 7);
    expect(curve.widest).toBe(8);
  });

  it("is unknown before the first pass, and a gentle slope after it", () => {
    const curve = new CostCurve();
    expect(curve.isKnown).toBe(false);
    expect(() => curve.at(1)).toThrow("no pass was timed");
    curve.observe(1, 40);
    expect(curve.at(1)).toBeCloseTo(40);
    expect(curve.at(2)).toBeGreaterThan(40);
    expect(curve.at(2)).toBeLessThan(50);
  });

  it("follows the depth of the context at every width, though only one is timed", () => {
    const curve = new CostCurve(measured);
    observe(curve, 4, 150, 60);
    expect(curve.at(4)).toBeGreaterThan(145);
    expect(curve.at(1)).toBeGreaterThan(50);
    expect(curve.at(8)).toBeGreaterThan(250);
  });

  it("is not thrown by a single pass that something held up", () => {
    const curve = new CostCurve(measured);
    curve.observe(1, 400);
    expect(curve.at(1)).toBeLessThan(48);
    observe(curve, 1, 400, 30);
    expect(curve.at(1)).toBeGreaterThan(350);
  });

  it("never falls with the width and stays a duration, whatever is timed", () => {
    const timings = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 64 }), fc.double({ min: 1e-3, max: 1e5, noNaN: true })),
      {
        minLength: 1,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(timings, (all) => {
        const curve = new CostCurve();
        for (const [width, ms] of all) curve.observe(width, ms);
        let before = 0;
        for (let width = 1; width <= 65; width++) {
          const now = curve.at(width);
          expect(Number.isFinite(now) && now > 0 && now >= before * (1 - 1e-9)).toBe(true);
          expect(curve.atBest(width)).toBeLessThanOrEqual(now);
          before = now;
        }
      }),
      { numRuns: 200 },
    );
  });

  it("passes over what is no duration", () => {
    const curve = new CostCurve(
      new Map([
        [1, 40],
        [2, 0],
      ]),
    );
    for (const ms of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) curve.observe(1, ms);
    expect(curve.at(1)).toBe(40);
    expect(curve.widths).toHaveLength(1);
  });

  it("can be written down and taken up again", () => {
    const curve = new CostCurve(measured);
    observe(curve, 2, 70, 20);
    const again = CostCurve.from(curve.widths);
    for (const width of [1, 2, 3, 8, 20]) expect(again.at(width)).toBeCloseTo(curve.at(width), 6);
  });
});
