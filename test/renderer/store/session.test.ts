import { describe, expect, test } from "vitest";
import { z } from "zod";
import { UNACKNOWLEDGED_LIMIT } from "../../../host/windows/round-flow.ts";
import { NEW_CHAT } from "../../../renderer/store/chats.ts";
import { gravity } from "../scripted-host/fixtures.ts";
import { createScriptedHost } from "../scripted-host/scripted-host.ts";
import { settled, startSession, type TestSession } from "../support/session.ts";

async function sendFirst({ session, host }: TestSession, text = "Explain gravity."): Promise<string> {
  await session.chats.getState().send(null, text);
  const reply = host.running().at(-1);
  if (reply === undefined) throw new Error("no reply was begun");
  return reply;
}

function replyOf({ session }: TestSession, messageId: string) {
  const reply = session.replies.getState().byMessage[messageId];
  if (reply === undefined) throw new Error("the reply is not known");
  return reply;
}

function messageOf({ session }: TestSession, messageId: string) {
  return Object.values(session.chats.getState().conversations)
    .flatMap((conversation) => conversation.messages)
    .find((message) => message.id === messageId);
}

describe("a reply that streams", () => {
  test("changes the store once a frame, and is acknowledged only after that", async () => {
    const test = await startSession();
    const messageId = await sendFirst(test);
    let changes = 0;
    test.session.replies.subscribe(() => {
      changes += 1;
    });
    test.host.release(messageId, 1);
    test.host.release(messageId, 3);
    const acknowledged = () =>
      test.host.record.filter((call) => call.name === "replies.acknowledge").map((call) => call.input);
    expect(changes).toBe(0);
    expect(acknowledged()).toEqual([]);
    test.frame();
    expect(changes).toBe(1);
    expect(replyOf(test, messageId).log.rounds).toHaveLength(4);
    expect(acknowledged()).toEqual([{ messageId, sequence: 1 }]);
  });

  test("is acknowledged now and then, so that the host never waits for it", async () => {
    const test = await startSession();
    const messageId = await sendFirst(test);
    for (let sequence = 0; sequence < 20; sequence += 1) {
      test.host.release(messageId, 1);
      test.frame();
    }
    const acknowledged = test.host.record.flatMap((call) =>
      call.name === "replies.acknowledge" ? [z.object({ sequence: z.number() }).parse(call.input).sequence] : [],
    );
    const gaps = acknowledged.map((sequence, index) => sequence - (acknowledged[index - 1] ?? -1));
    expect(acknowledged[0]).toBe(0);
    expect(acknowledged.length).toBeLessThan(8);
    expect(Math.max(...gaps, 19 - (acknowledged.at(-1) ?? 0))).toBeLessThan(UNACKNOWLEDGED_LIMIT / 4);
  });

  test("is whole in the store before its end is shown, even without another frame", async () => {
    const test = await startSession();
    const messageId = await sendFirst(test);
    let textAtTheEnd: string | undefined;
    test.session.chats.subscribe(() => {
      if (messageOf(test, messageId)?.state.status === "complete") textAtTheEnd ??= replyOf(test, messageId).text;
    });
    test.host.release(messageId, 10_000);
    expect(textAtTheEnd).toBe(gravity);
    expect(test.session.chats.getState().active).toEqual({});
    expect(test.session.notices.getState().announcement).toContain("Reply complete");
  });

  test("events that come twice change nothing", async () => {
    const test = await startSession();
    const messageId = await sendFirst(test);
    test.host.release(messageId, 4);
    test.frame();
    const before = replyOf(test, messageId);
    test.host.emit({
      type: "reply.rounds",
      messageId,
      sequence: 1,
      firstRound: 2,
      rounds: [...before.log.rounds.slice(2)],
    });
    test.frame();
    expect(replyOf(test, messageId).stream).toBe(before.stream);
    expect(replyOf(test, messageId).figures).toBe(before.figures);
  });

  test("a window that comes in the middle of it fetches what it missed", async () => {
    const first = await startSession();
    const messageId = await sendFirst(first);
    first.host.release(messageId, 6);
    const late = await startSession({}, first.host);
    const chatId = first.session.chats.getState().selectedId;
    await late.session.openChat(chatId);
    expect(late.session.chats.getState().active).toEqual({ [messageId]: chatId });
    first.host.release(messageId, 3);
    late.frame();
    await settled();
    expect(replyOf(late, messageId).log.rounds.map((round) => round.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test("rounds of a chat that is not open are kept as well", async () => {
    const test = await startSession();
    const messageId = await sendFirst(test);
    await test.session.openChat(null);
    test.host.release(messageId, 3);
    test.frame();
    expect(replyOf(test, messageId).log.rounds).toHaveLength(3);
  });

  test("a finished reply of a chat that was left is let go of", async () => {
    const test = await startSession();
    const messageId = await sendFirst(test);
    test.host.release(messageId, 10_000);
    expect(test.session.replies.getState().byMessage[messageId]).toBeDefined();
    await test.session.openChat(null);
    expect(test.session.replies.getState().byMessage[messageId]).toBeUndefined();
  });
});

describe("sending", () => {
  test("a new chat is opened once the host has the message, and the draft is cleared", async () => {
    const { session, host } = await startSession();
    session.chats.getState().setDraft(NEW_CHAT, "Hello");
    await session.chats.getState().send(null);
    const { selectedId, drafts, conversations } = session.chats.getState();
    expect(drafts).toEqual({});
    expect(selectedId).not.toBeNull();
    expect(conversations[selectedId ?? ""]?.messages.map((message) => message.role)).toEqual(["user", "assistant"]);
    expect(host.record.filter((call) => call.name === "chats.send")).toHaveLength(1);
  });

  test("what could not be sent stays in the box, with the reason", async () => {
    const { session, host } = await startSession();
    host.refuse("chats.send", { kind: "context-full", message: "The chat is too long. Start a new one." });
    session.chats.getState().setDraft(NEW_CHAT, "A long story");
    await session.chats.getState().send(null);
    expect(session.chats.getState().drafts[NEW_CHAT]).toBe("A long story");
    expect(session.chats.getState().sendErrors[NEW_CHAT]?.message).toBe("The chat is too long. Start a new one.");
    host.refuse("chats.send", null);
    await session.chats.getState().send(null);
    expect(session.chats.getState().drafts).toEqual({});
  });

  test("an example prompt that could not be sent goes into the empty box", async () => {
    const { session, host } = await startSession();
    host.refuse("chats.send", { kind: "storage", message: "The disk is full." });
    await session.chats.getState().send(null, "Explain gravity.");
    expect(session.chats.getState().drafts[NEW_CHAT]).toBe("Explain gravity.");
  });

  test("what was typed while the message was on its way stays", async () => {
    const { session } = await startSession();
    session.chats.getState().setDraft(NEW_CHAT, "Hello");
    const sending = session.chats.getState().send(null);
    session.chats.getState().setDraft(NEW_CHAT, "Hello again");
    await sending;
    expect(session.chats.getState().drafts[NEW_CHAT]).toBe("Hello again");
  });

  test("a second press sends nothing twice", async () => {
    const { session, host } = await startSession();
    session.chats.getState().setDraft(NEW_CHAT, "Hello");
    await Promise.all([session.chats.getState().send(null), session.chats.getState().send(null)]);
    expect(host.record.filter((call) => call.name === "chats.send")).toHaveLength(1);
  });

  test("a retry takes the failed reply's place", async () => {
    const test = await startSession();
    const messageId = await sendFirst(test);
    test.host.release(messageId, 2);
    test.host.end(messageId, { status: "failed", error: { kind: "engine-crashed", message: "Gone." } }, "aborted");
    const chatId = test.session.chats.getState().selectedId ?? "";
    expect(test.session.notices.getState().announcement).toContain("Gone.");
    await test.session.chats.getState().retry(chatId);
    const messages = test.session.chats.getState().conversations[chatId]?.messages ?? [];
    expect(messages.map((message) => [message.role, message.state.status])).toEqual([
      ["user", "complete"],
      ["assistant", "waiting"],
    ]);
  });
});

describe("a second window", () => {
  test("lets go of a reply that is tried again in the first", async () => {
    const first = await startSession();
    const messageId = await sendFirst(first);
    const second = await startSession({}, first.host);
    const chatId = first.session.chats.getState().selectedId ?? "";
    await second.session.openChat(chatId);
    first.host.release(messageId, 2);
    first.host.end(messageId, { status: "stopped" }, "aborted");
    second.frame();
    second.session.view.getState().inspect(messageId);
    await first.session.chats.getState().retry(chatId);
    const shown = second.session.chats.getState().conversations[chatId]?.messages ?? [];
    expect(shown.map((message) => [message.role, message.state.status])).toEqual([
      ["user", "complete"],
      ["assistant", "waiting"],
    ]);
    expect(second.session.replies.getState().byMessage[messageId]).toBeUndefined();
    expect(second.session.view.getState().inspectedReply).toBeNull();
  });

  test("does not get a removed message back from an answer that was on its way", async () => {
    const { session, host } = await startSession();
    const chat = host.addChat("Old", "Hello", "Hi");
    const [, reply] = host.messagesOf(chat.id);
    if (reply === undefined) throw new Error("no reply");
    const opening = session.chats.getState().load(chat.id);
    host.emit({ type: "message.removed", chatId: chat.id, messageId: reply.id });
    await opening;
    expect(session.chats.getState().conversations[chat.id]?.messages.map(({ role }) => role)).toEqual(["user"]);
  });

  test("is not brought a reply back by a trace that was on its way", async () => {
    const test = await startSession();
    const messageId = await sendFirst(test);
    const loading = test.session.replies.getState().loadTrace(messageId);
    const chatId = test.session.chats.getState().selectedId ?? "";
    test.host.emit({ type: "message.removed", chatId, messageId });
    await loading;
    expect(test.session.replies.getState().byMessage[messageId]).toBeUndefined();
  });

  test("shows no rounds of a message that was removed before the next frame", async () => {
    const test = await startSession();
    const messageId = await sendFirst(test);
    test.host.release(messageId, 2);
    const chatId = test.session.chats.getState().selectedId ?? "";
    test.host.emit({ type: "message.removed", chatId, messageId });
    test.frame();
    expect(test.session.replies.getState().byMessage[messageId]).toBeUndefined();
    expect(test.session.chats.getState().active).toEqual({});
  });
});

describe("the connection", () => {
  test("a break is shown, and everything is asked again when it is back", async () => {
    const test = await startSession();
    const messageId = await sendFirst(test);
    test.host.connect(false);
    expect(test.session.connection.getState().connection).toEqual({ status: "lost" });
    test.host.release(messageId, 10_000);
    test.host.connect(true);
    await settled();
    expect(test.session.connection.getState().connection).toEqual({ status: "connected" });
    expect(messageOf(test, messageId)?.state.status).toBe("complete");
    expect(test.session.chats.getState().active).toEqual({});
  });

  test("a host that is not there at the start is lost, not broken", async () => {
    const host = createScriptedHost();
    host.connect(false);
    const { session } = await startSession({}, host);
    expect(session.connection.getState()).toMatchObject({ connection: { status: "lost" }, about: null });
    host.connect(true);
    await settled();
    expect(session.connection.getState().about).not.toBeNull();
  });

  test("a host that cannot say how things stand shows why", async () => {
    const host = createScriptedHost();
    host.refuse("app.state", { kind: "storage", message: "The database is damaged." });
    const { session } = await startSession({}, host);
    expect(session.connection.getState().connection).toMatchObject({
      status: "failed",
      error: { message: "The database is damaged." },
    });
  });
});
