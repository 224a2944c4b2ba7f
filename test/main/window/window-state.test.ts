import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { placeWindow, readWindowState, writeWindowState } from "../../../main/window/window-state.ts";

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const beside = { x: 1440, y: 0, width: 2560, height: 1400 };
const at = (x: number, y: number) => ({ bounds: { x, y, width: 1000, height: 700 }, maximized: false });

describe("where the window opens", () => {
  test("where it was, on any screen", () => {
    expect(placeWindow(at(100, 100), [laptop, beside])).toEqual(at(100, 100).bounds);
    expect(placeWindow(at(1800, 300), [laptop, beside])).toEqual(at(1800, 300).bounds);
  });

  test.each([
    ["its screen is gone", at(1800, 300)],
    ["its title bar is below the screen", at(100, 880)],
    ["its title bar is above the screen", at(100, -400)],
    ["only a sliver is left of it", at(1400, 100)],
    ["there is no state", null],
  ])("in its usual size where %s", (_why, state) => {
    expect(placeWindow(state, [laptop])).toEqual({ width: 1360, height: 875 });
  });

  test("with no screen to be had", () => {
    expect(placeWindow(null, [])).toEqual({ width: 1360, height: 880 });
  });
});

describe("the window's file", () => {
  test("is read as it was written; damaged or missing, it is as if there were none", async () => {
    const folder = await mkdtemp(join(tmpdir(), "outrider-window-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, "window.json");
    expect(await readWindowState(file)).toBeNull();
    writeWindowState(file, at(5, 6));
    expect(await readWindowState(file)).toEqual(at(5, 6));
    await writeFile(file, '{"bounds":{"x":"left"}}');
    expect(await readWindowState(file)).toBeNull();
  });

  test("that cannot be written is no reason to fail", () => {
    expect(() =>
      writeWindowState(join(tmpdir(), "outrider", "no", "such", "folder", "window.json"), at(1, 2)),
    ).not.toThrow();
  });
});
