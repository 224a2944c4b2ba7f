import { describe, expect, it } from "vitest";
import { armName, chooseArms, loopOf, needsDraft, readArm } from "../../../cli/bench/arms.ts";
import { decodingSchema } from "../../../contract/decoding.ts";

const nothing = { arms: null, drafters: null, ks: null, quick: false };
const names = (wish: Partial<Parameters<typeof chooseArms>[0]>) => chooseArms({ ...nothing, ...wish }).map(armName);

describe("arm names", () => {
  it.each([
    "off",
    "off@candidates",
    "model:3",
    "lookup:auto",
    "lookup+model:7",
    "model:auto@candidates",
    "library-plain",
    "library-draft",
    "library-draft:3",
    "library-lookup",
  ])("%s reads as what it says", (name) => {
    expect(armName(readArm(name))).toBe(name);
  });

  it.each([
    "",
    "model",
    "off:3",
    "model:17",
    "library-plain:3",
    "library-draft:auto",
    "library-plain@candidates",
    "x:3",
  ])("%j is no arm", (name) => {
    expect(() => readArm(name)).toThrow(`There is no arm "${name}"`);
  });
});

describe("chooseArms", () => {
  it("always has plain decoding, first and once", () => {
    expect(names({ arms: ["model:3", "off", "model:0"] })).toEqual(["off", "model:3"]);
    expect(names({})[0]).toBe("off");
    expect(names({ quick: true }).length).toBeLessThan(names({}).length);
  });

  it("takes every drafter with every k, and the library's ways to do the same", () => {
    expect(names({ drafters: ["model"], ks: [0, 3, "auto"] })).toEqual([
      "off",
      "model:3",
      "model:auto",
      "library-plain",
      "library-draft",
      "library-draft:3",
    ]);
    expect(names({ drafters: ["lookup"], ks: [7] })).toEqual(["off", "lookup:7", "library-plain", "library-lookup"]);
  });

  it("refuses names beside a grid", () => {
    expect(() => names({ arms: ["model:3"], ks: [3] })).toThrow("leave --drafter and --k out");
  });
});

it("asks the engine for the arm's own drafter, k and capture", () => {
  const decoding = decodingSchema.parse({ maxTokens: 9 });
  expect(loopOf(readArm("lookup:7@candidates"), decoding)).toMatchObject({
    kind: "outrider",
    decoding: { drafter: "lookup", k: 7, capture: "candidates", maxTokens: 9 },
  });
  expect(loopOf(readArm("library-draft:3"), decoding)).toEqual({
    kind: "library",
    predictor: "draft",
    draftTokens: 3,
    maxTokens: 9,
  });
  expect(
    ["off", "lookup:3", "library-lookup", "model:1", "library-draft"].map((name) => needsDraft(readArm(name))),
  ).toEqual([false, false, false, true, true]);
});
