import { describe, expect, test } from "vitest";
import { samplingSchema } from "../../../../contract/chat-decoding.ts";
import { decodingSchema } from "../../../../contract/decoding.ts";
import {
  listPresets,
  nameProblem,
  presetInForce,
  renamePreset,
  withoutPreset,
  withPreset,
} from "../../../../renderer/features/presets/presets.ts";

const decoding = (part: object = {}) => decodingSchema.parse(part);
const preset = (name: string, part: object = {}) => ({ name, sampling: samplingSchema.parse(part) });
const inForce = (part: object, own = [] as ReturnType<typeof preset>[]) =>
  presetInForce(decoding(part), listPresets(own))?.name ?? null;

describe("the preset in force", () => {
  test("is greedy at temperature 0, whatever the rest says, unless a repeat penalty changes what is likeliest", () => {
    expect(inForce({ temperature: 0, topK: 3, seed: 9 })).toBe("Greedy");
    expect(inForce({ temperature: 0, repeatPenalty: 1.1 })).toBeNull();
  });

  test("is the balanced one at llama.cpp's defaults, and none a step beside them", () => {
    expect(inForce({ temperature: 0.8 })).toBe("Balanced (llama.cpp)");
    expect(inForce({ temperature: 0.8, topK: 41 })).toBeNull();
  });

  test("is the user's own where it says the same, to the last value", () => {
    const own = [preset("Short", { maxTokens: 100, stop: ["END"] })];
    expect(inForce({ maxTokens: 100, stop: ["END"] }, own)).toBe("Short");
    expect(inForce({ maxTokens: 100, stop: ["end"] }, own)).toBe("Greedy");
    expect(inForce({ maxTokens: 100, stop: ["END"], seed: 1 }, own)).toBe("Greedy");
  });
});

describe("the user's presets", () => {
  const own = [preset("B"), preset("A")];

  test("are listed by name, after the built-in ones", () => {
    expect(listPresets(own).map(({ name }) => name)).toEqual(["Greedy", "Balanced (llama.cpp)", "A", "B"]);
  });

  test("have every value of sampling and nothing else; a name that is there is replaced", () => {
    const saved = withPreset(own, "A", decoding({ temperature: 0.3, k: 9 }));
    expect(saved.map(({ name }) => name)).toEqual(["B", "A"]);
    expect(saved[1]?.sampling).toEqual(samplingSchema.parse({ temperature: 0.3 }));
  });

  test("are renamed in their place; another one of that name goes", () => {
    expect(renamePreset(own, "B", "C").map(({ name }) => name)).toEqual(["C", "A"]);
    expect(renamePreset(own, "B", "A")).toEqual([preset("A")]);
    expect(renamePreset(own, "B", "B")).toEqual(own);
    expect(withoutPreset(own, "A")).toEqual([preset("B")]);
  });

  test("need a name that is not a built-in one's", () => {
    expect([nameProblem("  "), nameProblem(" Greedy "), nameProblem("Mine")]).toEqual(["empty", "built-in", null]);
  });
});
