// @vitest-environment happy-dom
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { App } from "../../../../renderer/features/shell/app.tsx";
import "../../support/queries.ts";
import { startSession } from "../../support/session.ts";

async function renderApp() {
  const started = await startSession();
  render(<App session={started.session} />);
  return { ...started, user: userEvent.setup({ delay: null }) };
}

const message = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Message" });

describe("the keyboard", () => {
  test("? opens the overview, but is a character where one is being written", async () => {
    const { user, session } = await renderApp();
    await user.type(message(), "Why?");
    expect(message().value).toBe("Why?");
    expect(screen.queryByRole("dialog")).toBeNull();
    message().blur();
    await user.keyboard("?");
    const dialog = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
    expect(dialog.textContent).toContain("Search all chats");
    await user.click(within(dialog).getByRole("button", { name: "Dismiss" }));
    await waitFor(() => expect(session.view.getState().shortcutsOpen).toBe(false));
  });

  test("goes to the search, the message box, the settings and a new chat", async () => {
    const { user, session } = await renderApp();
    await user.keyboard("{Control>}k{/Control}");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Search all chats" })));
    screen.getByRole("textbox", { name: "Search all chats" }).blur();
    await user.keyboard("/");
    expect(document.activeElement).toBe(message());
    await user.keyboard("{Control>},{/Control}");
    expect(session.view.getState().screen).toBe("settings");
    await user.keyboard("{Control>}{Shift>}O{/Shift}{/Control}");
    await waitFor(() => expect(session.view.getState().screen).toBe("chat"));
  });
});
