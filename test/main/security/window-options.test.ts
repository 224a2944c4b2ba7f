import { describe, expect, test } from "vitest";
import { mustEnableSandbox } from "../../../main/security/operating-system-sandbox.ts";
import { windowOptions } from "../../../main/security/window-options.ts";

const appearance = { preload: "preload.cjs", bounds: {}, backgroundColor: "#000000", isPackaged: true };

describe("the window", () => {
  test("its page runs without Node, isolated, in a sandbox", () => {
    expect(windowOptions(appearance).webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      preload: "preload.cjs",
    });
  });

  test("developer tools are for unpackaged runs", () => {
    expect(windowOptions(appearance).webPreferences?.devTools).toBe(false);
    expect(windowOptions({ ...appearance, isPackaged: false }).webPreferences?.devTools).toBe(true);
  });

  test("it stays hidden until there is something to show, in the theme's colour", () => {
    expect(windowOptions(appearance)).toMatchObject({ show: false, backgroundColor: "#000000" });
  });
});

describe("the operating system's sandbox", () => {
  const bare = { isPackaged: false, isRoot: true, hasNoSandboxSwitch: true };

  test("left out only by root, on request, in an unpackaged run", () => {
    expect(mustEnableSandbox(bare)).toBe(false);
    expect(mustEnableSandbox({ ...bare, hasNoSandboxSwitch: false })).toBe(true);
    expect(mustEnableSandbox({ ...bare, isRoot: false })).toBe(true);
  });

  test("a packaged app ignores the switch", () => {
    expect(mustEnableSandbox({ ...bare, isPackaged: true })).toBe(true);
    expect(mustEnableSandbox({ isPackaged: true, isRoot: false, hasNoSandboxSwitch: true })).toBe(true);
  });
});
