import { describe, expect, test, vi } from "vitest";
import { aFrameLater } from "../../../renderer/store/a-frame-later.ts";

describe("a listener a frame later", () => {
  function start() {
    const listeners = new Set<() => void>();
    const frames = new Set<() => void>();
    const told = vi.fn();
    const subscribe = aFrameLater(
      (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      (run) => {
        frames.add(run);
        return () => frames.delete(run);
      },
    );
    const stop = subscribe(told);
    const change = (): void => {
      for (const listener of listeners) listener();
    };
    const frame = (): void => {
      const due = [...frames];
      frames.clear();
      for (const run of due) run();
    };
    return { listeners, frames, told, stop, change, frame };
  }

  test("hears of all changes of a frame in the next one, once", () => {
    const { told, change, frame } = start();
    change();
    change();
    expect(told).not.toHaveBeenCalled();
    frame();
    expect(told).toHaveBeenCalledTimes(1);
    frame();
    expect(told).toHaveBeenCalledTimes(1);
  });

  test("hears of what changes after that, too", () => {
    const { told, change, frame } = start();
    change();
    frame();
    change();
    frame();
    expect(told).toHaveBeenCalledTimes(2);
  });

  test("hears nothing once it has gone", () => {
    const { told, change, stop, frame, listeners, frames } = start();
    change();
    stop();
    frame();
    expect(told).not.toHaveBeenCalled();
    expect([listeners.size, frames.size]).toEqual([0, 0]);
  });
});
