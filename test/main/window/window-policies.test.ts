import { describe, expect, test } from "vitest";
import { chooseEngineProcess } from "../../../main/engine/choose-engine-process.ts";
import { applicationMenu } from "../../../main/window/application-menu.ts";
import { respondToCrash } from "../../../main/window/renderer-crash.ts";

describe("a crash of the page", () => {
  test("reloads once, then asks, then forgets", () => {
    const first = 1_000_000;
    expect(respondToCrash("crashed", null, first)).toBe("reload");
    expect(respondToCrash("oom", first, first + 60_000)).toBe("ask");
    expect(respondToCrash("crashed", first, first + 3_600_000)).toBe("reload");
  });

  test("a page that ended in good order did not crash", () => {
    expect(respondToCrash("clean-exit", null, 0)).toBe("ignore");
  });
});

describe("the menu", () => {
  const text = (platform: NodeJS.Platform, isPackaged: boolean): string =>
    JSON.stringify(applicationMenu({ platform, isPackaged }));

  test("has no developer tools in a packaged app", () => {
    expect(text("linux", false)).toContain("toggleDevTools");
    expect(text("linux", true)).not.toContain("toggleDevTools");
  });

  test("has the app's own menu on a Mac", () => {
    expect(text("darwin", true)).toContain("appMenu");
    expect(text("win32", true)).not.toContain("appMenu");
  });
});

describe("what the engine runs in", () => {
  const usual = { setting: "auto", environment: undefined, electronVersion: "45.4.1" } as const;

  test("a utility process, from Electron 45 on", () => {
    expect(chooseEngineProcess(usual)).toBe("utility");
    expect(chooseEngineProcess({ ...usual, electronVersion: "25.1.1" })).toBe("node");
  });

  test("the system's Node where the setting or the environment asks for it", () => {
    expect(chooseEngineProcess({ ...usual, setting: "node" })).toBe("node");
    expect(chooseEngineProcess({ ...usual, environment: "node" })).toBe("node");
    expect(chooseEngineProcess({ ...usual, setting: "node", environment: "auto" })).toBe("utility");
  });
});
