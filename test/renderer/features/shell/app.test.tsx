// @vitest-environment happy-dom
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { App } from "../../../../renderer/features/shell/app.tsx";
import { gravity, models } from "../../scripted-host/fixtures.ts";
import { createScriptedHost, type ScriptedHost } from "../../scripted-host/scripted-host.ts";
import "../../support/queries.ts";
import { settled, startSession } from "../../support/session.ts";

async function renderApp(host: ScriptedHost = createScriptedHost()) {
  const test = await startSession({}, host);
  render(<App session={test.session} />);
  return { ...test, user: userEvent.setup({ delay: null }) };
}

describe("the window", () => {
  test("goes from screen to screen", async () => {
    const { user } = await renderApp();
    const navigation = screen.getByRole("navigation", { name: "Main" });
    await user.click(within(navigation).getByRole("button", { name: "Models" }));
    expect(screen.getByRole("heading", { name: "Models" })).toBeDefined();
    expect(screen.getByText(/holiday-photos.gguf is no GGUF file/)).toBeDefined();
    await user.click(within(navigation).getByRole("button", { name: "Settings" }));
    expect(screen.getByRole("heading", { name: "Settings" })).toBeDefined();
    expect(within(navigation).getByRole("button", { name: "Settings" }).getAttribute("aria-current")).toBe("page");
  });

  test("keeps what was typed over a lost connection", async () => {
    const { user, host } = await renderApp();
    await user.type(screen.getByRole("textbox", { name: "Message" }), "Half a thought");
    act(() => host.connect(false));
    expect(screen.getByText(/connection to Outrider is lost/)).toBeDefined();
    await user.keyboard("{Enter}");
    await screen.findByText("The message was not sent");
    await act(async () => {
      host.connect(true);
      await settled();
    });
    expect(screen.queryByText(/connection to Outrider is lost/)).toBeNull();
    expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Message" }).value).toBe("Half a thought");
  });

  test("says that the engine crashed, with its last lines, and restarts it", async () => {
    const { user, host } = await renderApp();
    const error = {
      kind: "engine-crashed",
      message: "The engine ended (SIGKILL).",
      details: "last native line",
    } as const;
    act(() => host.setEngine({ state: "crashed", error, retryInMs: null }));
    const alert = screen.getByText("The engine crashed").closest('[role="alert"]');
    expect(alert?.textContent).toContain("The engine ended (SIGKILL).");
    expect(alert?.textContent).toContain("last native line");
    await user.click(screen.getByRole("button", { name: "Restart engine" }));
    await waitFor(() => expect(screen.queryByText("The engine crashed")).toBeNull());
  });

  test("a pair that did not load can be tried again", async () => {
    const { user, host } = await renderApp();
    const choice = { targetId: models.target.id, draftId: null };
    act(() =>
      host.setPair({ state: "failed", choice, error: { kind: "out-of-memory", message: "5.2 GB are needed." } }),
    );
    expect(screen.getByText(/5.2 GB are needed/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(host.record).toContainEqual({ name: "pair.select", input: { choice } }));
  });

  test("shows its theme", async () => {
    const { session } = await renderApp();
    await act(() => session.settings.getState().update({ theme: "dark" }));
    expect(document.documentElement.dataset.theme).toBe("dark");
    await act(() => session.settings.getState().update({ theme: "light" }));
    expect(document.documentElement.dataset.theme).toBe("light");
  });
});

describe("the list of chats", () => {
  async function withChat() {
    const host = createScriptedHost();
    const chat = host.addChat("Gravity", "Explain gravity.", gravity);
    return { ...(await renderApp(host)), chat };
  }

  test("opens a chat", async () => {
    const { user } = await withChat();
    await user.click(screen.getByRole("button", { name: "Gravity" }));
    expect(await screen.findByText("Explain gravity.")).toBeDefined();
    expect(screen.getByRole("button", { name: "Gravity" }).getAttribute("aria-current")).toBe("page");
  });

  test("renames one; Escape changes nothing", async () => {
    const { user, host, chat } = await withChat();
    await user.click(screen.getByRole("button", { name: "Actions for Gravity" }));
    await user.click(await screen.findByRole("menuitem", { name: "Rename" }));
    await user.clear(screen.getByRole("textbox", { name: "Title of the chat" }));
    await user.keyboard("Apples{Enter}");
    expect(await screen.findByRole("button", { name: "Apples" })).toBeDefined();
    expect(host.record).toContainEqual({ name: "chats.rename", input: { chatId: chat.id, title: "Apples" } });
    await user.click(screen.getByRole("button", { name: "Actions for Apples" }));
    await user.click(await screen.findByRole("menuitem", { name: "Rename" }));
    await user.keyboard("nonsense{Escape}");
    expect(screen.getByRole("button", { name: "Apples" })).toBeDefined();
    expect(host.record.filter((call) => call.name === "chats.rename")).toHaveLength(1);
  });

  const choose = async (user: Awaited<ReturnType<typeof withChat>>["user"], action: string) => {
    await user.click(screen.getByRole("button", { name: "Actions for Gravity" }));
    await user.click(await screen.findByRole("menuitem", { name: action }));
  };

  test("deletes one, and brings it back", async () => {
    const { user } = await withChat();
    await choose(user, "Delete");
    await waitFor(() => expect(screen.queryByRole("button", { name: "Gravity" })).toBeNull());
    await user.click(within(screen.getByRole("alert")).getByRole("button", { name: "Undo" }));
    await user.click(await screen.findByRole("button", { name: "Gravity" }));
    expect(await screen.findByText("Explain gravity.")).toBeDefined();
  });

  test("keeps a pinned one at the top", async () => {
    const { user, host } = await withChat();
    act(() => void host.addChat("Newer", "Why?", gravity));
    await choose(user, "Pin");
    const pinned = await screen.findByRole("region", { name: "Pinned" });
    expect(within(pinned).getByRole("button", { name: "Gravity" })).toBeDefined();
    await choose(user, "Unpin");
    await waitFor(() => expect(screen.queryByRole("region", { name: "Pinned" })).toBeNull());
  });

  test("has a system prompt of its own", async () => {
    const { user, host, chat } = await withChat();
    await choose(user, "System prompt");
    const dialog = await screen.findByRole("dialog", { name: "System prompt" });
    await user.type(within(dialog).getByRole("textbox"), "Be brief.");
    await user.click(within(dialog).getByRole("button", { name: "Save" }));
    const input = { chatId: chat.id, systemPrompt: "Be brief." };
    await waitFor(() => expect(host.record).toContainEqual({ name: "chats.set-system-prompt", input }));
  });

  test("finds a word in a message and opens it there", async () => {
    const { user } = await withChat();
    await user.type(screen.getByRole("textbox", { name: "Search all chats" }), "objects");
    const results = screen.getByRole("region", { name: "Search results" });
    const [hit] = await within(results).findAllByRole("button");
    expect(hit?.querySelector("mark")?.textContent).toBe("objects");
    await user.click(hit ?? document.body);
    expect(await screen.findByText("Explain gravity.")).toBeDefined();
    await user.keyboard("{Escape}");
    await user.click(screen.getByRole("button", { name: "Clear the search" }));
    expect(screen.getByRole("button", { name: "Gravity" })).toBeDefined();
  });

  test("marks a chat that is being answered", async () => {
    const { user, host } = await withChat();
    await user.click(screen.getByRole("button", { name: "Gravity" }));
    await user.type(screen.getByRole("textbox", { name: "Message" }), "And then?{Enter}");
    expect(await screen.findByText("A reply is being written")).toBeDefined();
    const [messageId] = host.running();
    act(() => host.release(messageId ?? "", 10_000));
    expect(screen.queryByText("A reply is being written")).toBeNull();
  });
});
