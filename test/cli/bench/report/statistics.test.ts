import { describe, expect, it } from "vitest";
import { estimateMedian, median, quantile, spreadOf } from "../../../../cli/bench/report/statistics.ts";
import { createSeededRandom } from "../../../../cli/bench/seeded-random.ts";

/** Standard normal numbers (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

describe("quantile", () => {
  it("lies between the two nearest values, whatever their order", () => {
    expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75);
    expect(median([5, 1, 9])).toBe(5);
    expect(median([10, 9, 2, 1])).toBe(5.5);
    expect(spreadOf([1, 2, 3, 4, 5])).toEqual({ median: 3, lowerQuartile: 2, upperQuartile: 4 });
    expect(spreadOf([])).toBeNull();
  });
});

describe("estimateMedian", () => {
  it("has no interval of one value, and none at all of nothing", () => {
    expect(estimateMedian([1.4])).toEqual({ median: 1.4, low: null, high: null, count: 1 });
    expect(estimateMedian([])).toBeNull();
  });

  it("is as narrow as its values are, and always the same", () => {
    expect(estimateMedian([2, 2, 2, 2])).toEqual({ median: 2, low: 2, high: 2, count: 4 });
    const values = [1.1, 0.9, 1.3, 1.2, 1.0, 1.25];
    expect(estimateMedian(values)).toEqual(estimateMedian(values));
  });

  it("covers the true median about 95 times in a hundred", () => {
    const random = createSeededRandom(7);
    let covered = 0;
    for (let trial = 0; trial < 60; trial++) {
      const { low, high } = estimateMedian(Array.from({ length: 24 }, () => normal(random))) ?? {};
      if (low !== null && low !== undefined && high !== null && high !== undefined && low <= 0 && high >= 0)
        covered += 1;
    }
    expect(covered / 60).toBeGreaterThan(0.85);
    expect(covered / 60).toBeLessThan(1);
  });
});
