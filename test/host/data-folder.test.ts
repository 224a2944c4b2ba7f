import { describe, expect, it } from "vitest";
import { locateDataFolder, locateModelsFolder } from "../../host/data-folder.ts";

const at = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv = {}) =>
  locateDataFolder({ platform, environment, home: "/home/ada" });

describe("locateDataFolder", () => {
  it("follows each platform's convention", () => {
    expect(at("linux")).toBe("/home/ada/.local/share/outrider");
    expect(at("linux", { XDG_DATA_HOME: "/data" })).toBe("/data/outrider");
    expect(at("darwin")).toBe("/home/ada/Library/Application Support/Outrider");
    expect(at("win32", { APPDATA: "/roaming" })).toBe("/roaming/Outrider");
  });

  it("gives way to OUTRIDER_DATA on every platform, unless that is empty", () => {
    expect(at("darwin", { OUTRIDER_DATA: "/elsewhere" })).toBe("/elsewhere");
    expect(at("linux", { OUTRIDER_DATA: "" })).toBe("/home/ada/.local/share/outrider");
  });
});

describe("locateModelsFolder", () => {
  it("lies in the data folder unless OUTRIDER_MODELS names another", () => {
    expect(locateModelsFolder("/data", {})).toBe("/data/models");
    expect(locateModelsFolder("/data", { OUTRIDER_MODELS: "/models" })).toBe("/models");
  });
});
