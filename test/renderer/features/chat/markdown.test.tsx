// @vitest-environment happy-dom
import { render, screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { Markdown } from "../../../../renderer/features/chat/markdown.tsx";
import { SessionProvider } from "../../../../renderer/store/session-context.tsx";
import { TooltipProvider } from "../../../../renderer/ui/tooltip.tsx";
import "../../support/queries.ts";
import { startSession } from "../../support/session.ts";

async function draw(text: string): Promise<HTMLElement> {
  const { session } = await startSession();
  const { container } = render(
    <SessionProvider session={session}>
      <TooltipProvider>
        <Markdown text={text} />
      </TooltipProvider>
    </SessionProvider>,
  );
  return container;
}

describe("code in a reply", () => {
  test("is coloured by its language, and copied as it was written", async () => {
    await draw("```py\ndef f():  # why\n    return 'x'\n```");
    const block = screen.getByRole("figure", { name: "Code, py" });
    expect(block.querySelector("[data-code~='keyword']")?.textContent).toBe("def");
    expect(block.querySelector("[data-code~='comment']")?.textContent).toBe("# why");
    expect(block.querySelector("code")?.textContent).toBe("def f():  # why\n    return 'x'");
    expect(within(block).getByRole("button", { name: "Copy code" })).toBeDefined();
  });

  test("of an unknown language is shown without colours", async () => {
    await draw("```brainfog\n+++\n```");
    const block = screen.getByRole("figure", { name: "Code, brainfog" });
    expect(block.querySelector("code")?.innerHTML).toBe("+++");
  });

  test("shows the characters that would turn its direction", async () => {
    await draw("```js\nif (a) { /*\u202e } begin */\n```");
    expect(screen.getByRole("figure").textContent).toContain("/*⟨U+202E⟩ }");
  });
});

describe("what is too much for Markdown", () => {
  test("a table that would be padded to millions of cells is shown as it was written", async () => {
    const part = await draw(`|${"a|".repeat(500)}\n|${"-|".repeat(500)}\n${"|b\n".repeat(500)}`);
    expect(part.querySelector("table")).toBeNull();
    expect(part.querySelector("code")?.textContent).toContain("|a|a|a|");
  });

  test("quotes are nested only so deep, and lose nothing of their text", async () => {
    const part = await draw(`${"> ".repeat(200)}deep`);
    expect(part.querySelectorAll("blockquote").length).toBeLessThan(30);
    expect(part.textContent).toContain("deep");
  });

  test("a text that is too long is shown as it is", async () => {
    const part = await draw(`**bold** ${"x".repeat(120_000)}`);
    expect(part.textContent?.startsWith("**bold** x")).toBe(true);
  });
});
