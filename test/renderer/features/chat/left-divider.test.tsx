// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { ConversationView } from "../../../../renderer/features/chat/conversation-view.tsx";
import { sampleMessage } from "../../../host/fixtures/sample-records.ts";
import { sampleSummary } from "../../../host/fixtures/sample-summary.ts";
import { renderPart } from "../../support/render.tsx";

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
