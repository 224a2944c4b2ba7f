// @vitest-environment happy-dom
import { act, screen, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { ChatScreen } from "../../../../renderer/features/chat/chat-screen.tsx";
import { createScriptedHost } from "../../scripted-host/scripted-host.ts";
import { type Rendered, renderPart } from "../../support/render.tsx";
import { settled } from "../../support/session.ts";

async function openReply(): Promise<Rendered & { readonly messageId: string }> {
  const host = createScriptedHost();
  const chat = host.addChat("A chat", "A question", "Gravity pulls things toward each other, and so on.\n");
  const rendered = await renderPart(<ChatScreen />, {}, host);
  await act(() => rendered.session.openChat(chat.id));
  await act(settled);
  act(() => rendered.session.view.getState().setInspector(true));
  return { ...rendered, messageId: host.messagesOf(chat.id).at(-1)?.id ?? "" };
}

const bar = () => screen.getByRole("group", { name: "Replay" });
const scrubber = () => within(bar()).getByRole("slider");
const emitted = () => [...document.querySelectorAll("[role='option'][data-origin]")];
const pending = () => [...document.querySelectorAll("[role='option'][data-verdict='untested']")];
const rounds = (tokens: readonly Element[]) => tokens.map((token) => Number(token.getAttribute("data-round")));

describe("the replay of a stored reply", () => {
  test("goes by round and by token with the keyboard, from one end to the other, without asking the host", async () => {
    const { user, host, session, messageId } = await openReply();
    const whole = emitted().length;
    const asked = host.record.length;
    host.connect(false);
    scrubber().focus();

    await user.keyboard("{Home}");
    expect(emitted()).toHaveLength(0);
    await user.keyboard("{ArrowRight}");
    expect(emitted()).toHaveLength(0);
    expect(pending().length).toBeGreaterThanOrEqual(1);
    expect(scrubber().getAttribute("aria-valuetext")).toMatch(/^Round 1 of \d+, 1 drafted$/);

    await user.keyboard("{Shift>}{ArrowRight}{/Shift}");
    expect(new Set(rounds(emitted()))).toEqual(new Set([0]));
    await user.keyboard("{Shift>}{ArrowRight}{/Shift}");
    expect(new Set(rounds(emitted()))).toEqual(new Set([0, 1]));
    const trace = session.replies.getState().byMessage[messageId]?.log.rounds ?? [];
    expect(emitted()).toHaveLength(trace.slice(0, 2).flatMap((round) => round.emitted).length);
    expect(scrubber().getAttribute("aria-valuetext")).toMatch(/^Round 2 of \d+, verified$/);

    await user.keyboard("{Shift>}{ArrowLeft}{/Shift}");
    expect(new Set(rounds(emitted()))).toEqual(new Set([0]));
    await user.keyboard("{End}");
    expect(emitted()).toHaveLength(whole);
    await user.keyboard("{Home}{Escape}");
    expect(emitted()).toHaveLength(whole);
    expect(host.record).toHaveLength(asked);
  });

  test("plays by the times of the trace, at the speed that is set, and stops at the end", async () => {
    const { user, session, messageId } = await openReply();
    const whole = emitted().length;
    const frames: FrameRequestCallback[] = [];
    vi.spyOn(window, "requestAnimationFrame").mockImplementation((run) => frames.push(run));
    let now = performance.now();
    const advance = (ms: number) => {
      now += ms;
      const due = frames.splice(0);
      act(() => {
        for (const run of due) run(now);
      });
    };
    vi.spyOn(performance, "now").mockImplementation(() => now);
    const trace = session.replies.getState().byMessage[messageId]?.log.rounds ?? [];
    const time = (count: number) =>
      trace.slice(0, count).reduce((sum, { timing: t }) => sum + t.draftMs + t.verifyMs + t.overheadMs, 0);

    act(() => session.replay.getState().setSpeed(0.5));
    scrubber().focus();
    await user.keyboard(" ");
    expect(within(bar()).getByRole("button", { name: "Pause" })).toBeDefined();
    advance(time(2) * 2 + 0.1);
    expect(new Set(rounds(emitted()))).toEqual(new Set([0, 1]));
    advance(time(trace.length) * 2);
    expect(emitted()).toHaveLength(whole);
    expect(session.replay.getState().playing).toBe(false);
    vi.restoreAllMocks();
  });

  test("puts the token it has come to on the card, and marks the lane", async () => {
    const { user } = await openReply();
    scrubber().focus();
    await user.keyboard("{Home}{ArrowRight}");
    expect(screen.getByRole("region", { name: "Token" }).textContent).toContain("Round 1, position 1");
  });

  test("keeps from the card what it has not come to", async () => {
    const { user, session, messageId } = await openReply();
    const trace = session.replies.getState().byMessage[messageId]?.log.rounds ?? [];
    const round = trace.find(({ end }) => end === "mismatch");
    const slot = round?.drafted.findIndex(({ verdict }) => verdict === "rejected") ?? -1;
    if (round === undefined) throw new Error("no guess was rejected");
    act(() => session.view.getState().jumpTo({ messageId, round: round.index, slot: `d${slot}` }));
    const card = () => screen.getByRole("complementary", { name: "Inspector" }).textContent ?? "";
    expect(card()).toContain("a guess the target did not share");
    expect(card()).toContain("Greedy: thrown away");

    const before = trace.slice(0, round.index).reduce((sum, { drafted }) => sum + drafted.length + 1, 0);
    act(() => session.replay.getState().seek(messageId, before + slot));
    expect(card()).toContain("The replay has not come to this token yet.");
    act(() => session.replay.getState().seek(messageId, before + slot + 1));
    expect(card()).toContain("drafted, not verified yet");
    expect(card()).not.toMatch(/did not share|thrown away|Continue from here/);
    scrubber().focus();
    await user.keyboard("{Shift>}{ArrowRight}{/Shift}");
    act(() => session.view.getState().showOnCard({ messageId, round: round.index, slot: `d${slot}` }));
    expect(card()).toContain("Greedy: thrown away");
  });

  test("is not offered while a reply is being written", async () => {
    const rendered = await renderPart(<ChatScreen />);
    await act(() => rendered.session.chats.getState().send(null, "Explain gravity."));
    act(() => rendered.session.view.getState().setInspector(true));
    const [running] = rendered.host.running();
    act(() => {
      rendered.host.release(running ?? "", 3);
      rendered.frame();
    });
    expect(screen.queryByRole("group", { name: "Replay" })).toBeNull();
  });
});
