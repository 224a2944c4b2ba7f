import { describe, expect, test } from "vitest";
import { mayUseUtilityProcess } from "../../../main/engine/choose-engine-process.ts";
import { applicationMenu } from "../../../main/window/application-menu.ts";
import { type ClickedPlace, contextMenu } from "../../../main/window/context-menu.ts";
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

describe("the menu of the right mouse button", () => {
  const nothing = { canCut: false, canCopy: false, canPaste: false };
  const roles = (place: ClickedPlace): unknown[] => contextMenu(place).map(({ role }) => role);

  test("edits where text can be edited, and copies where text is selected", () => {
    const editFlags = { ...nothing, canPaste: true };
    expect(roles({ isEditable: true, selectionText: "", editFlags })).toContain("paste");
    expect(contextMenu({ isEditable: true, selectionText: "", editFlags })).toContainEqual({
      role: "cut",
      enabled: false,
    });
    expect(roles({ isEditable: false, selectionText: "a word", editFlags: nothing })).toEqual(["copy"]);
  });

  test("does not come up where it has nothing to offer", () => {
    expect(roles({ isEditable: false, selectionText: " ", editFlags: nothing })).toEqual([]);
  });
});

describe("whether the engine may run in a utility process", () => {
  test.each([
    ["45.4.1", undefined, true],
    ["46.0.0-beta.1", "auto", true],
    ["25.1.1", undefined, false],
    ["45.4.1", "node", false],
  ])("Electron %s, OUTRIDER_ENGINE_PROCESS %s: %s", (electronVersion, environment, expected) => {
    expect(mayUseUtilityProcess({ electronVersion, environment })).toBe(expected);
  });
});
