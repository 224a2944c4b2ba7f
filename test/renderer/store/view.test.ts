// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from "vitest";
import { createViewStore } from "../../../renderer/store/view.ts";

/** Stands for the window's width. */
class Room extends EventTarget {
  matches = false;

  change(matches: boolean): void {
    this.matches = matches;
    this.dispatchEvent(Object.assign(new Event("change"), { matches }));
  }
}

afterEach(() => vi.unstubAllGlobals());

function viewIn(room: Room) {
  vi.stubGlobal("matchMedia", () => room);
  return createViewStore();
}

describe("the inspector", () => {
  test("opens once the window has its size, if there is room for it", () => {
    const room = new Room();
    const view = viewIn(room);
    expect(view.getState().inspectorOpen).toBe(false);
    room.change(true);
    expect(view.getState().inspectorOpen).toBe(true);
  });

  test("stays as the user left it", () => {
    const room = new Room();
    const view = viewIn(room);
    room.change(true);
    view.getState().setInspector(false);
    room.change(false);
    room.change(true);
    expect(view.getState().inspectorOpen).toBe(false);
  });
});
