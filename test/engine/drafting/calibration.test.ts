import { describe, expect, it } from "vitest";
import { Calibration, classOf } from "../../../engine/drafting/calibration.ts";

describe("the calibration of guesses", () => {
  it("says what it was told to begin with", () => {
    expect(new Calibration([0.2, 0.9]).chance(0)).toBeCloseTo(0.2);
    expect(new Calibration([0.2, 0.9]).chance(1)).toBeCloseTo(0.9);
  });

  it("learns each class by itself, from tested guesses only", () => {
    const calibration = new Calibration([0.5, 0.5, 0.5]);
    // The first is kept, the second refused, the third never tested.
    for (let round = 0; round < 60; round++) calibration.observe([0, 1, 2], 1);
    expect(calibration.chance(0)).toBeGreaterThan(0.95);
    expect(calibration.chance(1)).toBeLessThan(0.05);
    expect(calibration.chance(2)).toBeCloseTo(0.5);
    expect(calibration.usual).toBeCloseTo(0.5, 1);
  });

  it("forgets a class that is no longer sent, so that it gets another chance", () => {
    const calibration = new Calibration([0.8, 0.8]);
    for (let round = 0; round < 20; round++) calibration.observe([0], 0);
    const refused = calibration.chance(0);
    for (let round = 0; round < 300; round++) calibration.observe([1], 1);
    expect(refused).toBeLessThan(0.2);
    expect(calibration.chance(0)).toBeGreaterThan(0.75);
  });

  it("follows a change within some forty tests", () => {
    const calibration = new Calibration([0.5]);
    for (let round = 0; round < 200; round++) calibration.observe([0], 1);
    for (let round = 0; round < 40; round++) calibration.observe([0], 0);
    expect(calibration.chance(0)).toBeLessThan(0.35);
  });
});

it("puts a value into the last class that begins at or below it", () => {
  expect([-1, 0, 0.5, 1, 9].map((value) => classOf(value, [0, 1, 3]))).toEqual([0, 0, 0, 1, 2]);
});
