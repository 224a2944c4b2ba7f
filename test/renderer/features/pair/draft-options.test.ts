import { describe, expect, test } from "vitest";
import type { PairFit } from "../../../../contract/loading.ts";
import { draftForTarget, draftOptions } from "../../../../renderer/features/pair/draft-options.ts";
import { pairChoice } from "../../../../renderer/features/pair/use-pair-choice.ts";
import { defaultSettings, models } from "../../scripted-host/fixtures.ts";

const all = [models.broken, models.stranger, models.target, models.draft];
const fits: Readonly<Record<string, PairFit>> = {
  [models.draft.id]: { fits: true, sizeRatio: 0.3, warning: null },
  [models.stranger.id]: { fits: false, reason: "Another vocabulary.", differences: [], sizeRatio: 0.2 },
};

describe("the list of drafts", () => {
  test("what fits comes first; what does not says why; the target is not its own draft", () => {
    const options = draftOptions(all, models.target.id, { state: "known", fits });
    expect(options.map((option) => [option.model.id, option.obstacle])).toEqual([
      [models.draft.id, null],
      [models.broken.id, models.broken.problem?.message],
      [models.stranger.id, "Another vocabulary."],
    ]);
  });

  test("of those that fit the smallest comes first, with what speaks against it", () => {
    const larger = { ...models.draft, id: "larger" };
    const known = { ...fits, larger: { fits: true, sizeRatio: 1.2, warning: "No smaller than the target." } } as const;
    const options = draftOptions([larger, ...all], models.target.id, { state: "known", fits: known });
    expect(options.slice(0, 2).map(({ model, sizeRatio, warning }) => [model.id, sizeRatio, warning])).toEqual([
      [models.draft.id, 0.3, null],
      ["larger", 1.2, "No smaller than the target."],
    ]);
  });

  test("what a guess was measured to cost counts for more than the size", () => {
    const larger = { ...models.draft, id: "larger" };
    const known = { ...fits, larger: { fits: true, sizeRatio: 0.6, warning: null } } as const;
    const options = draftOptions(
      all.concat(larger),
      models.target.id,
      { state: "known", fits: known },
      { larger: 0.2 },
    );
    expect(options.slice(0, 2).map(({ model, measuredCost }) => [model.id, measuredCost])).toEqual([
      ["larger", 0.2],
      [models.draft.id, null],
    ]);
  });

  test("until it is known what fits, nothing may be chosen", () => {
    expect(draftOptions(all, models.target.id, undefined).every((option) => option.obstacle !== null)).toBe(true);
    const error = { kind: "engine-failed", message: "The engine is busy." } as const;
    const failed = draftOptions(all, models.target.id, { state: "failed", error });
    expect(failed.find((option) => option.model.id === models.draft.id)?.obstacle).toContain("The engine is busy.");
  });

  test("a draft stays with a new target only where it fits", () => {
    expect(draftForTarget(models.draft.id, models.target.id, { state: "known", fits })).toBe(models.draft.id);
    expect(draftForTarget(models.stranger.id, models.target.id, { state: "known", fits })).toBeNull();
    expect(draftForTarget(models.target.id, models.target.id, { state: "known", fits })).toBeNull();
    expect(draftForTarget(models.draft.id, models.target.id, { state: "loading" })).toBeNull();
  });
});

describe("the pair that is shown", () => {
  test("is the one in memory, else the one in the settings, else the bundled one", () => {
    const bundled = { targetId: models.target.id, draftId: models.draft.id };
    const other = { targetId: models.stranger.id, draftId: null };
    const settings = defaultSettings({ pair: other });
    expect(pairChoice({ state: "loading", choice: bundled, fraction: 0.1 }, settings, all)).toEqual(bundled);
    expect(pairChoice({ state: "unloaded" }, settings, all)).toEqual(other);
    expect(pairChoice({ state: "unloaded" }, defaultSettings({ pair: null }), all)).toEqual(bundled);
    expect(pairChoice({ state: "unloaded" }, defaultSettings({ pair: null }), [])).toBeNull();
  });
});
