import { describe, expect, it, vi } from "vitest";
import { shownBranch } from "../../../contract/message-tree.ts";
import { closeHost, openTestHost, type TestHost } from "../fixtures/test-host.ts";
import { ended, type TestWindow } from "../fixtures/test-window.ts";

/** Processes are started and killed here, on machines that may be busy with other things. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

type Opened = TestHost & { window: TestWindow; chatId: string };

/** A chat with one question and its reply. */
async function setUp(text = "count 5"): Promise<Opened & { question: string; reply: string }> {
  const made = await openTestHost();
  const window = made.openWindow();
  await window.call("pair.select", { choice: { targetId: (await made.model("one")).id, draftId: null } });
  const { chat, message, reply } = await window.call("chats.send", { chatId: null, text });
  if (text !== "endless") await window.until(reply.id, ended);
  return { ...made, window, chatId: chat.id, question: message.id, reply: reply.id };
}

async function shown({ window, chatId }: Pick<Opened, "window" | "chatId">): Promise<string[]> {
  const { chat, messages } = await window.call("chats.open", { chatId });
  return shownBranch(chat.leafId, messages).map(({ id }) => id);
}

describe("a reply that is asked for again", () => {
  it("stands beside the older one, is shown, and either can be gone back to", async () => {
    const at = await setUp();
    const { chat, reply: second } = await at.window.call("chats.regenerate", { messageId: at.reply });
    expect(second.parentId).toBe(at.question);
    expect(chat.leafId).toBe(second.id);
    await at.window.until(second.id, ended);
    expect(await shown(at)).toEqual([at.question, second.id]);
    await at.window.call("chats.show", { messageId: at.reply });
    expect(await shown(at)).toEqual([at.question, at.reply]);
  });

  it("stays the one that is shown over a restart", async () => {
    const at = await setUp();
    const second = await at.window.call("chats.regenerate", { messageId: at.reply });
    await at.window.until(second.reply.id, ended);
    await at.window.call("chats.show", { messageId: at.reply });
    await closeHost(at.host);
    const window = (await openTestHost({ folder: at.folder })).openWindow();
    expect(await shown({ ...at, window })).toEqual([at.question, at.reply]);
    await window.call("chats.show", { messageId: second.reply.id });
    expect(await shown({ ...at, window })).toEqual([at.question, second.reply.id]);
  });
});

describe("an edited question", () => {
  it("begins another branch, which goes on without the older one", async () => {
    const at = await setUp();
    const first = await at.window.call("chats.send", { chatId: at.chatId, text: "count 3" });
    await at.window.until(first.reply.id, ended);
    const { parentId } = first.message;
    const edited = await at.window.call("chats.send", { chatId: at.chatId, parentId, text: "count 4" });
    const done = await at.window.until(edited.reply.id, ended);
    expect(await shown(at)).toEqual([at.question, at.reply, edited.message.id, edited.reply.id]);
    // Its prompt held the first reply (5 tokens), but not the second (3).
    expect(done.summary?.cachedTokens.target).toBe(5);

    const next = await at.window.call("chats.send", { chatId: at.chatId, text: "count 2" });
    expect(next.message.parentId).toBe(edited.reply.id);
    await at.window.call("chats.show", { messageId: first.message.id });
    expect((await shown(at)).at(-1)).toBe(first.reply.id);
    await at.window.call("chats.show", { messageId: edited.message.id });
    expect((await shown(at)).at(-1)).toBe(next.reply.id);
  });

  it("may be the first message, and may not follow a message of another chat", async () => {
    const at = await setUp();
    const edited = await at.window.call("chats.send", { chatId: at.chatId, parentId: null, text: "count 1" });
    expect(edited.message.parentId).toBeNull();
    const other = await at.window.call("chats.send", { chatId: null, text: "count 1" });
    const stray = { chatId: other.chat.id, parentId: at.reply, text: "count 1" };
    await expect(at.window.call("chats.send", stray)).rejects.toMatchObject({ kind: "invalid-input" });
  });
});

describe("a stopped reply", () => {
  it("is continued after its own tokens, in its place, with one trace and one set of figures", async () => {
    const at = await setUp("endless");
    await at.window.untilRounds(at.reply, 20);
    await at.window.call("replies.stop", { messageId: at.reply });
    const stopped = await at.window.until(at.reply, ended);
    const before = await at.window.call("replies.trace", { messageId: at.reply });

    const { removed, reply } = await at.window.call("chats.continue", { messageId: at.reply });
    expect(removed).toEqual([at.reply]);
    expect(reply).toMatchObject({ content: stopped.content, roundCount: stopped.roundCount });
    await at.window.untilRounds(reply.id, 8);
    await at.window.call("replies.stop", { messageId: reply.id });
    const done = await at.window.until(reply.id, ended);

    const { rounds } = await at.window.call("replies.trace", { messageId: reply.id });
    expect(rounds.slice(0, before.rounds.length)).toEqual(before.rounds);
    expect(rounds.map(({ index }) => index)).toEqual([...rounds.keys()]);
    const emitted = rounds.flatMap((round) => round.emitted);
    expect(emitted.map(({ id }) => id)).toEqual(done.summary?.tokens);
    expect(emitted.map(({ text }) => text).join("")).toBe(done.content);
    expect(done.summary).toMatchObject({ givenTokens: before.rounds.length, rounds: rounds.length });
    expect(done.summary?.timing.verifyMs).toBeGreaterThan(before.rounds.length);
    expect(await shown(at)).toEqual([at.question, reply.id]);
  });

  it("is not continued by another model, and loses nothing by the attempt", async () => {
    const at = await setUp("endless");
    await at.window.untilRounds(at.reply, 8);
    await at.window.call("replies.stop", { messageId: at.reply });
    const stopped = await at.window.until(at.reply, ended);
    await at.window.call("pair.select", { choice: { targetId: (await at.model("two")).id, draftId: null } });
    const { reply } = await at.window.call("chats.continue", { messageId: at.reply });
    const failed = await at.window.until(reply.id, ended);
    expect(failed.state).toMatchObject({ status: "failed", error: { message: expect.stringContaining("one.gguf") } });
    expect(failed).toMatchObject({ content: stopped.content, summary: stopped.summary });
  });

  it("that ended by itself, or that something follows, is not continued", async () => {
    const at = await setUp();
    const refused = { kind: "invalid-input" };
    await expect(at.window.call("chats.continue", { messageId: at.reply })).rejects.toMatchObject(refused);
    await expect(at.window.call("chats.continue", { messageId: at.question })).rejects.toMatchObject(refused);
  });
});

describe("a reply that is continued from one of its tokens", () => {
  it("stands beside the older one: its first tokens, the chosen one, and what follows, by their ids", async () => {
    const at = await setUp("count 9");
    const before = await at.window.call("replies.trace", { messageId: at.reply });
    const { chat, reply } = await at.window.call("chats.branch", { messageId: at.reply, keep: 4, token: 777 });
    expect(reply).toMatchObject({ parentId: at.question, content: "w0 w1 w2 w3 ", roundCount: 4 });
    expect(chat.leafId).toBe(reply.id);
    const done = await at.window.until(reply.id, ended);

    const { rounds } = await at.window.call("replies.trace", { messageId: reply.id });
    expect(rounds.slice(0, 4)).toEqual(before.rounds.slice(0, 4));
    expect(rounds[4]).toMatchObject({ index: 4, end: "chosen", emitted: [{ id: 777, origin: "chosen" }] });
    expect(done.summary?.tokens.slice(0, 5)).toEqual([0, 1, 2, 3, 777]);
    expect(done.summary).toMatchObject({ givenTokens: 4, rounds: rounds.length });
    expect(done.content).toBe(rounds.flatMap(({ emitted }) => emitted.map(({ text }) => text)).join(""));
    expect((await at.window.call("replies.trace", { messageId: at.reply })).rounds).toEqual(before.rounds);
    expect(await shown(at)).toEqual([at.question, reply.id]);
    await at.window.call("chats.show", { messageId: at.reply });
    expect(await shown(at)).toEqual([at.question, at.reply]);
  });

  it("has to have a token there, and to be a reply that ended", async () => {
    const at = await setUp();
    const refused = { kind: "invalid-input" };
    const branch = (messageId: string, keep: number) => at.window.call("chats.branch", { messageId, keep, token: 7 });
    await expect(branch(at.reply, 5)).rejects.toMatchObject(refused);
    await expect(branch(at.question, 0)).rejects.toMatchObject(refused);
    const { messages } = await at.window.call("chats.open", { chatId: at.chatId });
    expect(messages).toHaveLength(2);
  });
});
