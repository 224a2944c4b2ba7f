// @vitest-environment happy-dom
import { act, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { ChatScreen } from "../../../../renderer/features/chat/chat-screen.tsx";
import { ConversationView } from "../../../../renderer/features/chat/conversation-view.tsx";
import { sampleMessage } from "../../../host/fixtures/sample-records.ts";
import { sampleSummary } from "../../../host/fixtures/sample-summary.ts";
import { renderPart } from "../../support/render.tsx";
import { plainRound } from "../../support/rounds.ts";

test("a chat shows which messages the model is no longer given, and what left in mid-reply", async () => {
  const chatId = "00000000-0000-4000-8000-000000000001";
  const left = {
    messages: 2,
    shifts: [
      { at: 0, messages: 1, tokens: 100 },
      { at: 31, messages: 1, tokens: 45 },
    ],
  };
  const messages = [
    sampleMessage({ chatId, content: "First question" }),
    sampleMessage({ chatId, role: "assistant", content: "First answer" }),
    sampleMessage({ chatId, content: "Second question" }),
    sampleMessage({
      chatId,
      role: "assistant",
      content: "Second answer",
      summary: { ...sampleSummary({ target: "/t", tokens: [1] }), left },
    }),
  ];
  await renderPart(<ConversationView chatId={chatId} conversation={undefined} messages={messages} />);
  const [divider, remark, ...others] = screen.getAllByRole("note");
  expect(divider?.textContent).toBe("The 2 messages above no longer fit the context and are not given to the model");
  expect(divider?.previousElementSibling?.getAttribute("data-message-id")).toBe(messages[1]?.id);
  expect(divider?.nextElementSibling?.textContent).toBe("Second question");
  expect(remark?.textContent).toContain("after 31 tokens of this reply: the oldest message (45 tokens) left it");
  expect(others).toEqual([]);
});

test("what leaves in mid-reply is said while the reply is still being written", async () => {
  const { host, session, frame } = await renderPart(<ChatScreen />);
  await act(() => session.chats.getState().send(null, "Explain gravity."));
  const [messageId] = host.running();
  if (messageId === undefined) throw new Error("no reply was begun");
  const shift = { at: 31, messages: 2, tokens: 45 };
  act(() => {
    host.emit({
      type: "reply.rounds",
      messageId,
      sequence: 0,
      firstRound: 0,
      rounds: [{ ...plainRound(0, "So"), shift }],
    });
    frame();
  });
  expect(screen.getByRole("note").textContent).toContain(
    "after 31 tokens of this reply: the 2 oldest messages (45 tokens) left it",
  );
});
