// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
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

  test("while the chat is answered, Enter puts the message in line", async () => {
    const { user, host } = await renderPart(
      <Composer chatId={null} activeReply="7c9e6679-7425-40de-944b-e07fc1f90ae7" />,
    );
    expect(screen.getByText(/queue/)).toBeDefined();
    await user.type(box(), "And then?{Enter}");
    await waitFor(() => expect(box().value).toBe(""));
    expect(host.record).toContainEqual({ name: "chats.send", input: { chatId: null, text: "And then?" } });
  });

  test("a text file goes along with the message, in a fence that it cannot close, with its token count", async () => {
    const { user, host } = await renderPart(<Composer chatId={null} activeReply={null} />);
    const input = screen.getByLabelText<HTMLInputElement>("Attach a text file", { selector: "input" });
    await user.upload(input, new File(["a = 1\n```\n"], "one.py", { type: "text/x-python" }));
    const list = await screen.findByRole("list", { name: "Attached files" });
    expect(list.textContent).toContain("one.py");
    await waitFor(() => expect(list.textContent).toMatch(/\d tokens/));
    await user.type(box(), "What is a?{Enter}");
    const text = "one.py:\n````py\na = 1\n```\n````\n\nWhat is a?";
    await waitFor(() => expect(host.record).toContainEqual({ name: "chats.send", input: { chatId: null, text } }));
    await waitFor(() => expect(box().value).toBe(""));
    expect(screen.queryByRole("list", { name: "Attached files" })).toBeNull();
  });

  test("a file that is taken off again leaves the focus in the message", async () => {
    const { user } = await renderPart(<Composer chatId={null} activeReply={null} />);
    const input = screen.getByLabelText<HTMLInputElement>("Attach a text file", { selector: "input" });
    await user.upload(input, new File(["a = 1"], "one.py"));
    await user.click(await screen.findByRole("button", { name: "Remove one.py" }));
    expect(screen.queryByText("one.py")).toBeNull();
    expect(document.activeElement).toBe(box());
  });

  test("an empty file is not attached, and the reason is said", async () => {
    const { user, session } = await renderPart(<Composer chatId={null} activeReply={null} />);
    const input = screen.getByLabelText<HTMLInputElement>("Attach a text file", { selector: "input" });
    await user.upload(input, new File([" \n"], "empty.txt"));
    await waitFor(() => expect(session.notices.getState().notices[0]?.text).toBe("There is nothing in it."));
    expect(screen.queryByRole("list", { name: "Attached files" })).toBeNull();
  });

  test("a file that is no text is not attached, and the reason is said", async () => {
    const { user, session } = await renderPart(<Composer chatId={null} activeReply={null} />);
    const input = screen.getByLabelText<HTMLInputElement>("Attach a text file", { selector: "input" });
    await user.upload(input, new File([new Uint8Array([0xff, 0xfe, 0])], "picture.bin"));
    await waitFor(() => expect(session.notices.getState().notices[0]?.text).toContain("no text file"));
  });

  test("text files that are dropped on it are attached", async () => {
    await renderPart(<Composer chatId={null} activeReply={null} />);
    const files = [new File(["a"], "one.txt"), new File(["b"], "two.txt")];
    fireEvent.drop(box(), { dataTransfer: { types: ["Files"], files } });
    const list = await screen.findByRole("list", { name: "Attached files" });
    await waitFor(() => expect(list.textContent).toMatch(/one\.txt.*two\.txt/));
  });

  test("stop stops the reply", async () => {
    const messageId = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    const { user, host } = await renderPart(<Composer chatId={null} activeReply={messageId} />);
    await user.click(screen.getByRole("button", { name: "Stop" }));
    expect(host.record).toContainEqual({ name: "replies.stop", input: { messageId } });
    // The button goes with the reply.
    expect(document.activeElement).toBe(box());
  });

  test("without any model it says how to get one", async () => {
    const { host } = await renderPart(<Composer chatId={null} activeReply={null} />);
    act(() => host.setModels([models.broken]));
    expect(screen.getByText(/No model is there yet/)).toBeDefined();
  });
});
