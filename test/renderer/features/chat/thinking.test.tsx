// @vitest-environment happy-dom
import { act, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Reply } from "../../../../renderer/features/chat/reply.tsx";
import { splitReply } from "../../../../renderer/features/chat/split-reply.ts";
import { emptyReply } from "../../../../renderer/store/replies.ts";
import { sampleMessage } from "../../../host/fixtures/sample-records.ts";
import { sampleSummary } from "../../../host/fixtures/sample-summary.ts";
import { renderPart } from "../../support/render.tsx";

const text = "<think>\nTwo and two.\n</think>\n\nFour.";
const chatId = "00000000-0000-4000-8000-000000000001";
const at = (part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });
const summary = {
  ...sampleSummary({ target: "/t", tokens: [1] }),
  text,
  segments: [
    { kind: "thinking" as const, tokens: { start: 0, end: 180 }, text: at("Two and two."), ms: 3210 },
    { kind: "answer" as const, tokens: { start: 180, end: 182 }, text: at("Four."), ms: 40 },
  ],
};
const message = sampleMessage({ chatId, role: "assistant", content: text, summary, roundCount: 1 });

test("a reply folds its thinking away, and shows and copies its answer", async () => {
  const { session } = await renderPart(<Reply message={message} newest={false} explained={false} />);
  act(() => session.view.getState().setReplyView(message.id, "read"));
  const label = screen.getByText(/^Thought for 3\.21? s, 180 tokens$/u);
  const details = label.closest("details");
  expect(details?.open).toBe(false);
  expect(details?.textContent).toContain("Two and two.");
  expect(screen.getByText("Four.").closest("details")).toBeNull();
  expect(screen.queryByText(/<\/?think>/u)).toBeNull();
});

test("thinking is told apart while it is written, by its tokens", () => {
  const running = { ...message, state: { status: "streaming" as const }, summary: null };
  const live = (characters: number, tokens: number, so: string) =>
    splitReply(running, { ...emptyReply, thinking: { characters, tokens } }, so);
  expect(live(0, 0, "Four.")).toEqual({ thinking: null, answer: "Four." });
  expect(live(7, 1, "<think>")).toEqual({ thinking: null, answer: "" });
  const so = text.slice(0, 12);
  expect(live(so.length, 3, so)).toEqual({ thinking: { text: "Two", tokens: 3, ms: null }, answer: "" });
  const head = text.indexOf("Four.");
  expect(live(head, 9, text)).toEqual({ thinking: { text: "Two and two.", tokens: 9, ms: null }, answer: "Four." });
});

test("an empty thinking part is not shown", () => {
  const none = "<think>\n\n</think>\n\nFour.";
  const [thought, answer] = summary.segments;
  if (thought === undefined || answer === undefined) throw new Error("two segments");
  const segments = [
    { ...thought, text: { start: 8, end: 8 } },
    { ...answer, text: { start: none.indexOf("Four."), end: none.length } },
  ];
  const split = splitReply({ ...message, summary: { ...summary, text: none, segments } }, emptyReply, none);
  expect(split).toEqual({ thinking: null, answer: "Four." });
});
