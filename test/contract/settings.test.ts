import { describe, expect, test } from "vitest";
import { settingsPatchSchema, settingsSchema } from "../../contract/settings.ts";

describe("settings", () => {
  test("an empty file is a valid one", () => {
    expect(settingsSchema.parse({})).toMatchObject({ version: 1, theme: "auto", pair: null, decoding: { k: 4 } });
  });

  test("a patch holds only what was put in it", () => {
    expect(settingsPatchSchema.parse({ theme: "dark" })).toEqual({ theme: "dark" });
    expect(settingsPatchSchema.parse({})).toEqual({});
  });
});
