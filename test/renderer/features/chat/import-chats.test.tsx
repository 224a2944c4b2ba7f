// @vitest-environment happy-dom
import { createEvent, fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { CHAT_FILE_LIMIT } from "../../../../contract/chat-file.ts";
import { ChatList } from "../../../../renderer/features/chat/chat-list.tsx";
import { ChatScreen } from "../../../../renderer/features/chat/chat-screen.tsx";
import { ImportButton } from "../../../../renderer/features/chat/import-button.tsx";
import { renderPart } from "../../support/render.tsx";

const file = (name: string, text: string) => new File([text], name);
const dataTransfer = (files: readonly File[]) => ({ types: ["Files"], files });

describe("exported chats", () => {
  test("that are chosen are imported, and the last one is opened", async () => {
    const { user, session } = await renderPart(<ImportButton />);
    const input = screen.getByLabelText<HTMLInputElement>("Chats exported as JSON or Markdown");
    await user.upload(input, [file("one.md", "# One"), file("two.md", "# Two")]);
    await waitFor(() =>
      expect(
        session.chats
          .getState()
          .chats.map(({ title }) => title)
          .toSorted(),
      ).toEqual(["One", "Two"]),
    );
    const { chats, selectedId } = session.chats.getState();
    expect(chats.find(({ id }) => id === selectedId)?.title).toBe("Two");
  });

  test("that are dropped on the list are imported; one that is refused says why and stops no other", async () => {
    const { session } = await renderPart(<ChatList />);
    const list = screen.getByRole("navigation", { name: "Chats" });
    fireEvent.dragOver(list, { dataTransfer: dataTransfer([]) });
    expect(screen.getByText("Drop exported chats here to import them.")).toBeDefined();
    fireEvent.drop(list, { dataTransfer: dataTransfer([file("diary.txt", "Dear diary"), file("one.md", "# One")]) });
    expect(await screen.findByRole("button", { name: "One" })).toBeDefined();
    expect(screen.queryByText("Drop exported chats here to import them.")).toBeNull();
    expect(session.notices.getState().notices).toMatchObject([
      { title: "diary.txt was not imported", text: "The chat was not taken in. It has no title." },
    ]);
  });

  test("text that is dragged over the list is none of its business", async () => {
    await renderPart(<ChatList />);
    const list = screen.getByRole("navigation", { name: "Chats" });
    const over = createEvent.dragOver(list, { dataTransfer: { types: ["text/plain"], files: [] } });
    fireEvent(list, over);
    expect(over.defaultPrevented).toBe(false);
  });

  test("that are too large are not even read", async () => {
    const { user, host, session } = await renderPart(<ImportButton />);
    const large = Object.defineProperty(file("large.json", "{}"), "size", { value: CHAT_FILE_LIMIT + 1 });
    await user.upload(screen.getByLabelText<HTMLInputElement>("Chats exported as JSON or Markdown"), large);
    await waitFor(() => expect(session.notices.getState().notices[0]?.text).toContain("larger than 32 MB"));
    expect(host.record.some(({ name }) => name === "chats.import")).toBe(false);
  });

  test("have replies that can be read, although no token of theirs is on record", async () => {
    const { session, host } = await renderPart(<ChatScreen />);
    const { chat } = await host.bridge.call("chats.import", { text: "# One" });
    await session.openChat(chat.id);
    expect(await screen.findByText("An imported answer.")).toBeDefined();
  });
});
