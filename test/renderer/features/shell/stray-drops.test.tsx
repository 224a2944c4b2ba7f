// @vitest-environment happy-dom
import { createEvent, fireEvent, renderHook } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { useStrayDrops } from "../../../../renderer/features/shell/use-stray-drops.ts";

function dropped(types: readonly string[]): boolean {
  const event = createEvent.drop(document.body, { dataTransfer: { types, files: [] } });
  fireEvent(document.body, event);
  return event.defaultPrevented;
}

describe("what is dropped where nothing takes it", () => {
  test("a file is not opened in place of the window; text goes where it would", () => {
    const { unmount } = renderHook(() => useStrayDrops());
    expect([dropped(["Files"]), dropped(["text/plain"])]).toEqual([true, false]);
    unmount();
    expect(dropped(["Files"])).toBe(false);
  });
});
