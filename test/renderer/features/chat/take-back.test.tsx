// @vitest-environment happy-dom
import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { withFiles } from "../../../../contract/attached-files.ts";
import { ChatScreen } from "../../../../renderer/features/chat/chat-screen.tsx";
import { gravity } from "../../scripted-host/fixtures.ts";
import { createScriptedHost } from "../../scripted-host/scripted-host.ts";
import { renderPart } from "../../support/render.tsx";
import { settled } from "../../support/session.ts";

/** A reply is being written, and a message with a file waits behind it. */
async function openChat() {
  const host = createScriptedHost();
  const chat = host.addChat("A chat", "A question", gravity);
  const rendered = await renderPart(<ChatScreen />, {}, host);
  const { session, frame } = rendered;
  await act(() => session.openChat(chat.id));
  await act(() => session.chats.getState().send(chat.id, "Tell me more."));
  const running = host.running().at(-1) ?? "";
  await act(async () => {
    host.release(running, 2);
    frame();
    await settled();
  });
  const waiting = withFiles("And this?", [{ name: "one.py", text: "a = 1" }]);
  await act(() => session.chats.getState().send(chat.id, waiting));
  return { ...rendered, host, running };
}

const replies = () => screen.getAllByRole("article", { name: "Outrider" });
const box = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Message" });

test("a message that waits in line goes back to where it was typed, before what is there, with its file", async () => {
  const { user } = await openChat();
  await user.type(box(), "Or that?");
  expect(replies()).toHaveLength(3);
  await user.click(screen.getByRole("button", { name: "Take back" }));
  await waitFor(() => expect(box().value).toBe("And this?\n\nOr that?"));
  expect(screen.getByRole("list", { name: "Attached files" }).textContent).toContain("one.py");
  expect(replies()).toHaveLength(2);
  expect(screen.queryByText("And this?", { selector: "article *" })).toBeNull();
  await waitFor(() => expect(document.activeElement).toBe(box()));
});

test("while a message waits, the panel and the legend stay with the reply that is being written", async () => {
  const { running } = await openChat();
  const [, written, waiting] = replies();
  expect(written?.getAttribute("data-message-id")).toBe(running);
  expect(within(written ?? document.body).getByText("a guess the target kept")).toBeDefined();
  expect(within(waiting ?? document.body).queryByText("a guess the target kept")).toBeNull();
});

test("a message that is refused to be taken back stays, and the reason is said", async () => {
  const { user, host, session } = await openChat();
  host.refuse("chats.take-back", { kind: "invalid-input", message: "Only a last message that still waits." });
  await user.click(screen.getByRole("button", { name: "Take back" }));
  await waitFor(() => expect(session.notices.getState().notices[0]?.text).toContain("still waits"));
  expect(replies()).toHaveLength(3);
});
