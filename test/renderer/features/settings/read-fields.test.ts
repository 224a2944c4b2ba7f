import { describe, expect, test } from "vitest";
import { readNumber } from "../../../../renderer/features/settings/read-number.ts";
import { joinStops, splitStops } from "../../../../renderer/features/settings/stop-texts.ts";

describe("number fields", () => {
  test("take what lies in their range", () => {
    expect(readNumber(" 0,7 ", { least: 0, most: 10 }, undefined)).toEqual({ ok: true, value: 0.7 });
    expect(readNumber("16", { least: 1, whole: true }, undefined)).toEqual({ ok: true, value: 16 });
  });

  test("an empty field means what it is said to mean, or is refused", () => {
    expect(readNumber("", { least: 1 }, "auto")).toEqual({ ok: true, value: "auto" });
    expect(readNumber("", { least: 1 }, null)).toEqual({ ok: true, value: null });
    expect(readNumber("", { least: 1 }, undefined).ok).toBe(false);
  });

  test("say what they want instead", () => {
    expect(readNumber("abc", { least: 0 }, undefined)).toMatchObject({ ok: false, problem: "This is not a number." });
    expect(readNumber("1.5", { least: 0, whole: true }, undefined)).toMatchObject({
      ok: false,
      problem: "Only whole numbers.",
    });
    expect(readNumber("63", { least: 64, most: 100 }, undefined)).toMatchObject({
      problem: expect.stringContaining("64"),
    });
    expect(readNumber("0", { least: 0, most: 1, above: true }, undefined).ok).toBe(false);
    expect(readNumber("Infinity", { least: 0 }, undefined).ok).toBe(false);
  });
});

describe("stop texts", () => {
  test("survive being edited as lines", () => {
    const stops = ["\n\n", "User:", "a\\nb", "back\\slash"];
    expect(splitStops(joinStops(stops))).toEqual(stops);
  });

  test("empty lines are none", () => {
    expect(splitStops("\n\nEND\n")).toEqual(["END"]);
  });
});
