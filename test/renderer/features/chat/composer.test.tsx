// @vitest-environment happy-dom
import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { Composer } from "../../../../renderer/features/chat/composer.tsx";
import { models } from "../../scripted-host/fixtures.ts";
import { renderPart } from "../../support/render.tsx";

const box = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Message" });

describe("the message box", () => {
  test("Enter sends, Shift+Enter breaks the line", async () => {
    const { user, host } = await renderPart(<Composer chatId={null} activeReply={null} />);
    await user.type(box(), "One{Shift>}{Enter}{/Shift}two");
    expect(box().value).toBe("One\ntwo");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(box().value).toBe(""));
    expect(host.record).toContainEqual({ name: "chats.send", input: { chatId: null, text: "One\ntwo" } });
  });

  test("nothing but white space is not sent", async () => {
    const { user, host } = await renderPart(<Composer chatId={null} activeReply={null} />);
    await user.type(box(), "   {Enter}");
    expect(host.record.some((call) => call.name === "chats.send")).toBe(false);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(true);
  });

  test("a message that could not be sent stays, with what to do", async () => {
    const { user, host } = await renderPart(<Composer chatId={null} activeReply={null} />);
    host.refuse("chats.send", { kind: "context-full", message: "Too long. Start a new chat." });
    await user.type(box(), "A long story{Enter}");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Too long. Start a new chat.");
    expect(box().value).toBe("A long story");
    await user.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("while the chat is answered, Enter keeps the text and says why", async () => {
    const { user, host } = await renderPart(
      <Composer chatId={null} activeReply="7c9e6679-7425-40de-944b-e07fc1f90ae7" />,
    );
    await user.type(box(), "And then?{Enter}");
    expect(box().value).toBe("And then?");
    expect(screen.getByText(/still being answered/)).toBeDefined();
    expect(host.record.some((call) => call.name === "chats.send")).toBe(false);
  });

  test("stop stops the reply", async () => {
    const messageId = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    const { user, host } = await renderPart(<Composer chatId={null} activeReply={messageId} />);
    await user.click(screen.getByRole("button", { name: "Stop" }));
    expect(host.record).toContainEqual({ name: "replies.stop", input: { messageId } });
  });

  test("without any model it says how to get one", async () => {
    const { host } = await renderPart(<Composer chatId={null} activeReply={null} />);
    act(() => host.setModels([models.broken]));
    expect(screen.getByText(/No model is there yet/)).toBeDefined();
  });
});
