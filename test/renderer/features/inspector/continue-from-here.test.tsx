// @vitest-environment happy-dom
import { act, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { ChatScreen } from "../../../../renderer/features/chat/chat-screen.tsx";
import { createScriptedHost } from "../../scripted-host/scripted-host.ts";
import { renderPart } from "../../support/render.tsx";
import { settled } from "../../support/session.ts";

test("a candidate in the card continues the reply from there: so many tokens stay, and the picked one follows", async () => {
  const { decoding } = createScriptedHost().settings();
  const host = createScriptedHost({ settings: { decoding: { ...decoding, capture: "candidates" } } });
  const chat = host.addChat("A chat", "A question", "Gravity pulls things toward each other, and so on.\n");
  const { session, user } = await renderPart(<ChatScreen />, {}, host);
  await act(() => session.openChat(chat.id));
  await act(settled);
  const messageId = host.messagesOf(chat.id).at(-1)?.id ?? "";
  const rounds = session.replies.getState().byMessage[messageId]?.log.rounds ?? [];
  const round = rounds.find((other) => other.drafted.some(({ verdict }) => verdict === "rejected"));
  const at = round?.drafted.findIndex(({ verdict }) => verdict === "rejected") ?? -1;
  const guess = round?.drafted[at];
  if (round === undefined || guess === undefined) throw new Error("the script has no mismatch");

  act(() => {
    session.view.getState().setInspector(true);
    session.view.getState().keep({ messageId, round: round.index, slot: `d${at}` });
  });
  const row = screen.getByRole("region", { name: "Token" }).querySelector("tr[data-this='true']");
  if (!(row instanceof HTMLElement)) throw new Error("the guess has no row");
  await user.click(within(row).getByRole("button", { name: /Continue from here with/ }));

  const keep = rounds.slice(0, round.index).flatMap(({ emitted }) => emitted).length + at;
  expect(host.record).toContainEqual({ name: "chats.branch", input: { messageId, keep, token: guess.id } });
  expect(host.running()).toHaveLength(1);

  // What was never tested is no part of the reply, so nothing can go on from there.
  const untested = round.drafted.findIndex(({ verdict }) => verdict === "untested");
  if (untested !== -1) {
    act(() => session.view.getState().keep({ messageId, round: round.index, slot: `d${untested}` }));
    expect(screen.queryByRole("button", { name: /Continue from here/ })).toBeNull();
  }
});
