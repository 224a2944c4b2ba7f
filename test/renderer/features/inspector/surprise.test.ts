import { describe, expect, test } from "vitest";
import { surprise, surpriseLevel } from "../../../../renderer/features/inspector/surprise.ts";

describe("surprise", () => {
  test("is -log p, never negative, and unknown at p = 0", () => {
    expect(surprise(1)).toBe(0);
    expect(surprise(Math.exp(-2))).toBeCloseTo(2);
    expect(surprise(0)).toBeNull();
  });

  test("is quiet where the target was sure, and grows as it was less so", () => {
    expect([1, 0.8, 0.79, 0.5, 0.49, 0.2, 0.19, 0.05, 0.049, 0].map(surpriseLevel)).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3, 4, 4,
    ]);
  });
});
