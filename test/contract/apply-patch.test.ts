import { expect, it } from "vitest";
import { applyPatch } from "../../contract/apply-patch.ts";

it("replaces what is given, null and nothing but undefined apart", () => {
  const before: { k: number; seed: number | null; stop: string } = { k: 4, seed: 7, stop: "." };
  expect(applyPatch(before, { k: 0, seed: null, stop: undefined })).toEqual({ k: 0, seed: null, stop: "." });
  expect(applyPatch(before, {})).toEqual(before);
});
