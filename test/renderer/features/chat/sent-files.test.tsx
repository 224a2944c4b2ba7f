// @vitest-environment happy-dom
import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { withFiles } from "../../../../contract/attached-files.ts";
import { ChatScreen } from "../../../../renderer/features/chat/chat-screen.tsx";
import { gravity } from "../../scripted-host/fixtures.ts";
import { createScriptedHost } from "../../scripted-host/scripted-host.ts";
import { renderPart } from "../../support/render.tsx";
import { settled } from "../../support/session.ts";

const file = { name: "one.py", text: "a = 1\nb = 2" };

async function openChat() {
  const host = createScriptedHost();
  const chat = host.addChat("A chat", withFiles("What is a?", [file]), gravity);
  const rendered = await renderPart(<ChatScreen />, {}, host);
  await act(() => rendered.session.openChat(chat.id));
  await act(settled);
  return { ...rendered, chatId: chat.id };
}

const question = () => screen.getByRole("article", { name: "You" });

describe("a question that was asked with a file", () => {
  test("shows the file folded away above what was asked", async () => {
    await openChat();
    expect(within(question()).getByText("What is a?").textContent).toBe("What is a?");
    const folded = within(question()).getByText("one.py").closest("details");
    expect(folded?.open).toBe(false);
    expect(folded?.textContent).toBe("one.py2 linesa = 1\nb = 2");
  });

  test("is edited without its file's text in the way, and asked with the file again", async () => {
    const { user, host, chatId } = await openChat();
    await user.click(within(question()).getByRole("button", { name: "Edit" }));
    const field = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Edited message" });
    expect(field.value).toBe("What is a?");
    await user.type(field, " And b?{Enter}");
    const text = withFiles("What is a? And b?", [file]);
    await waitFor(() => {
      expect(host.record).toContainEqual({ name: "chats.send", input: { chatId, parentId: null, text } });
    });
  });

  test("can be asked again without it", async () => {
    const { user, host, chatId } = await openChat();
    await user.click(within(question()).getByRole("button", { name: "Edit" }));
    await user.click(within(question()).getByRole("button", { name: "Remove one.py" }));
    await user.keyboard("{Enter}");
    await waitFor(() => {
      expect(host.record).toContainEqual({
        name: "chats.send",
        input: { chatId, parentId: null, text: "What is a?" },
      });
    });
  });
});

test("a file that is attached waits for its message while the user is elsewhere", async () => {
  const { user, session, chatId } = await openChat();
  const input = screen.getByLabelText<HTMLInputElement>("Attach a text file", { selector: "input" });
  await user.upload(input, new File(["c = 3"], "two.py"));
  const attached = () => screen.queryByRole("list", { name: "Attached files" });
  await waitFor(() => expect(attached()?.textContent).toContain("two.py"));
  await act(() => session.openChat(null));
  expect(attached()).toBeNull();
  await act(() => session.openChat(chatId));
  expect(attached()?.textContent).toContain("two.py");
});
