// @vitest-environment happy-dom
import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { ChatScreen } from "../../../../renderer/features/chat/chat-screen.tsx";
import { gravity } from "../../scripted-host/fixtures.ts";
import { createScriptedHost } from "../../scripted-host/scripted-host.ts";
import { type Rendered, renderPart } from "../../support/render.tsx";
import { settled } from "../../support/session.ts";

async function openChat(): Promise<Rendered & { readonly chatId: string }> {
  const host = createScriptedHost();
  const chat = host.addChat("A chat", "A question", gravity);
  const rendered = await renderPart(<ChatScreen />, {}, host);
  await act(() => rendered.session.openChat(chat.id));
  await act(settled);
  return { ...rendered, chatId: chat.id };
}

const reply = () => screen.getByRole("article", { name: "Outrider" });
const question = () => screen.getByRole("article", { name: "You" });
const shown = () => reply().getAttribute("data-message-id");

describe("a reply that is answered once more", () => {
  test("takes the older one's place, and the switch leads back and forth", async () => {
    const { user } = await openChat();
    const first = shown();
    expect(within(reply()).queryByRole("group", { name: /Branch/ })).toBeNull();
    await user.click(within(reply()).getByRole("button", { name: /^Answer once more/ }));
    await waitFor(() => expect(within(reply()).getByRole("group", { name: "Branch 2 of 2" })).toBeDefined());
    const second = shown();
    expect(second).not.toBe(first);
    await user.click(within(reply()).getByRole("button", { name: "Previous branch" }));
    await waitFor(() => expect(shown()).toBe(first));
    await user.click(within(reply()).getByRole("button", { name: "Next branch" }));
    await waitFor(() => expect(shown()).toBe(second));
  });
});

describe("an edited question", () => {
  test("is asked beside the older one by Enter; Escape leaves everything as it was", async () => {
    const { user } = await openChat();
    const edit = () => within(question()).getByRole("button", { name: "Edit" });
    await user.click(edit());
    await user.keyboard(" that is dropped{Escape}");
    expect(question().textContent).toBe("A question");
    await user.click(edit());
    const field = screen.getByRole("textbox", { name: "Edited message" });
    await user.clear(field);
    await user.type(field, "Another question{Enter}");
    await waitFor(() => expect(question().textContent).toContain("Another question"));
    expect(within(question()).getByRole("group", { name: "Branch 2 of 2" })).toBeDefined();
    expect(reply().getAttribute("data-state")).toBe("waiting");
    await user.click(within(question()).getByRole("button", { name: "Previous branch" }));
    await waitFor(() => expect(reply().getAttribute("data-state")).toBe("complete"));
  });

  test("that the host refuses stays in its field", async () => {
    const { user, host, session } = await openChat();
    host.refuse("chats.send", { kind: "storage", message: "The disk is full." });
    await user.click(within(question()).getByRole("button", { name: "Edit" }));
    await user.keyboard("!{Enter}");
    await waitFor(() => expect(session.notices.getState().notices[0]?.text).toBe("The disk is full."));
    expect(screen.getByDisplayValue("A question!")).toBeDefined();
  });
});

describe("a stopped reply that is continued", () => {
  test("shows what it had while it waits, and grows from there", async () => {
    const { user, host, frame, session } = await openChat();
    await act(() => session.chats.getState().send(null, "Explain gravity."));
    const [first = ""] = host.running();
    await act(() => session.openChat(session.chats.getState().chats[0]?.id ?? null));
    act(() => {
      host.release(first, 3);
      frame();
    });
    const before = reply().querySelectorAll("[role='option'][data-origin]").length;
    await user.click(screen.getByRole("button", { name: "Stop" }));
    await user.click(await within(reply()).findByRole("button", { name: "Continue" }));
    await waitFor(() => expect(reply().getAttribute("data-state")).toBe("waiting"));
    await act(settled);
    const emitted = () => reply().querySelectorAll("[role='option'][data-origin]").length;
    await waitFor(() => expect(emitted()).toBe(before));
    const [second = ""] = host.running();
    act(() => {
      host.release(second, 2);
      frame();
    });
    expect(emitted()).toBeGreaterThan(before);
    // The figures grow with it, instead of staying those of its beginning.
    expect(within(reply()).getByText(/rounds/).textContent).toContain("5 rounds");
    expect(within(reply()).queryByText("prompt re-used")).toBeNull();
    expect(within(reply()).queryByRole("group", { name: /Branch/ })).toBeNull();
  });
});
