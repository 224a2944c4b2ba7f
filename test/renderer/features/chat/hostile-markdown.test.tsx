// @vitest-environment happy-dom
import { act, cleanup, render } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { Markdown } from "../../../../renderer/features/chat/markdown.tsx";
import { SessionProvider } from "../../../../renderer/store/session-context.tsx";
import { TooltipProvider } from "../../../../renderer/ui/tooltip.tsx";
import { exhaustingOutputs, foreignParts, hostileOutputs } from "../../hostile/hostile-outputs.ts";
import { startSession } from "../../support/session.ts";

const { session } = await startSession();

function drawn(text: string): HTMLElement {
  const { container, rerender } = render(page(text));
  // Every beginning of a reply is shown for a moment while it streams.
  const step = Math.max(1, Math.ceil(text.length / 12));
  for (let length = 0; length < text.length && text.length < 1000; length += step) {
    act(() => rerender(page(text.slice(0, length))));
    expect(foreignParts(container)).toEqual([]);
  }
  act(() => rerender(page(text)));
  return container;
}

const page = (text: string) => (
  <SessionProvider session={session}>
    <TooltipProvider>
      <Markdown text={text} />
    </TooltipProvider>
  </SessionProvider>
);

describe("a reply that is hostile", () => {
  test.each(Object.entries(hostileOutputs))("adds nothing to the page that it should not: %s", (_, text) => {
    const part = drawn(text);
    expect(foreignParts(part)).toEqual([]);
    expect(Reflect.get(globalThis, "pwned")).toBeUndefined();
    cleanup();
  });

  test("is found out by the check itself", () => {
    const part = document.createElement("div");
    part.innerHTML = `<img src="x" onerror="y"><a href="javascript:z">a</a><script></script><p style="position: fixed">b</p>`;
    expect(foreignParts(part)).toHaveLength(6);
  });
});

describe("a reply that is too much", () => {
  test.each(Object.entries(exhaustingOutputs))(
    "is shown in bounds: %s",
    (_, text) => {
      const part = drawn(text);
      expect(part.textContent).not.toBe("");
      expect(part.querySelectorAll("*").length).toBeLessThan(20_000);
      cleanup();
    },
    60_000,
  );
});
