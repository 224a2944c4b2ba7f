import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { calmly } from "../../../renderer/store/calmly.ts";

describe("a calm listener", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function start() {
    const listeners = new Set<() => void>();
    const told = vi.fn();
    const subscribe = calmly((listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }, 500);
    const stop = subscribe(told);
    const change = (): void => {
      for (const listener of listeners) listener();
    };
    return { listeners, told, stop, change };
  }

  test("hears of the first change at once, and of many together later", () => {
    const { told, change } = start();
    change();
    expect(told).toHaveBeenCalledTimes(1);
    for (let frame = 0; frame < 60; frame += 1) {
      vi.advanceTimersByTime(16);
      change();
    }
    expect(told).toHaveBeenCalledTimes(2);
  });

  test("hears with the change that is due, not by a timer between two of them", () => {
    const { told, change } = start();
    change();
    vi.advanceTimersByTime(490);
    change();
    vi.advanceTimersByTime(20);
    expect(told).toHaveBeenCalledTimes(1);
    change();
    expect(told).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(2_000);
    expect(told).toHaveBeenCalledTimes(2);
  });

  test("hears of the last change, when nothing comes after it", () => {
    const { told, change } = start();
    change();
    change();
    expect(told).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1_000);
    expect(told).toHaveBeenCalledTimes(2);
  });

  test("hears nothing once it has gone", () => {
    const { told, change, stop, listeners } = start();
    change();
    change();
    stop();
    vi.advanceTimersByTime(1_000);
    expect(told).toHaveBeenCalledTimes(1);
    expect(listeners.size).toBe(0);
  });
});
