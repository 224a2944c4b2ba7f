import { describe, expect, it, vi } from "vitest";
import type { CallOutput } from "../../../contract/calls.ts";
import { CHAT_FILE_LIMIT, type ChatFile } from "../../../contract/chat-file.ts";
import type { Round } from "../../../contract/trace.ts";
import { createChatFiles } from "../../../host/chats/chat-files.ts";
import { sampleChat, sampleMessage } from "../fixtures/sample-records.ts";
import { writtenReply } from "../fixtures/sample-trace.ts";
import { openTestHost } from "../fixtures/test-host.ts";
import type { TestWindow } from "../fixtures/test-window.ts";
import { ended } from "../fixtures/test-window.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

/** A chat whose question was answered twice, with drafts, and whose first answer was cut off and continued. */
async function answeredChat() {
  const made = await openTestHost();
  const window = made.openWindow();
  const target = (await made.model("one")).id;
  await window.call("pair.select", { choice: { targetId: target, draftId: (await made.model("two")).id } });
  const { chat, reply } = await window.call("chats.send", { chatId: null, text: "story 40 at 4000" });
  await window.until(reply.id, ended);
  const { reply: second } = await window.call("chats.regenerate", { messageId: reply.id });
  await window.until(second.id, ended);
  const endless = await window.call("chats.send", { chatId: chat.id, text: "endless" });
  await window.untilRounds(endless.reply.id, 8);
  await window.call("replies.stop", { messageId: endless.reply.id });
  await window.until(endless.reply.id, ended);
  return { window, chat };
}

async function readBack(window: TestWindow, chatId: string) {
  const { messages } = await window.call("chats.open", { chatId });
  return Promise.all(
    messages.map(async ({ id, role, content, state, summary }) => {
      const { rounds } = await window.call("replies.trace", { messageId: id });
      return { role, content, status: state.status, verdict: summary?.verdict, tokens: summary?.tokens, rounds };
    }),
  );
}

const exported = async (window: TestWindow, chatId: string): Promise<CallOutput<"chats.export">> =>
  window.call("chats.export", { chatId, format: "json-with-rounds" });

describe("a chat that is exported with its rounds", () => {
  it("comes back with the rounds and figures of every reply, also of those that were stopped", async () => {
    const { window, chat } = await answeredChat();
    const { text, fileName } = await exported(window, chat.id);
    expect(fileName).toBe("story 40 at 4000.json");
    const { chat: copy } = await window.call("chats.import", { text });
    const before = await readBack(window, chat.id);
    expect(await readBack(window, copy.id)).toEqual(before);
    expect(before.map(({ rounds }) => rounds.length > 0)).toEqual([false, true, true, false, true]);
    expect(before.flatMap(({ rounds }) => rounds.flatMap(({ drafted }) => drafted)).length).toBeGreaterThan(0);
    // And the copy as well as what it was copied from.
    const { text: again } = await exported(window, copy.id);
    expect(await readBack(window, (await window.call("chats.import", { text: again })).chat.id)).toEqual(before);
  });

  it("gives away no folder, and no token id of its copy reaches a model", async () => {
    const { window, chat } = await answeredChat();
    const { messages: original } = await window.call("chats.open", { chatId: chat.id });
    const { text } = await exported(window, chat.id);
    const path = original[1]?.summary?.settings.pair.target.path ?? "";
    expect(path).toMatch(/one\.gguf$/);
    expect(text).not.toContain(JSON.stringify(path).slice(1, -1));
    const named = text.replaceAll('"path":"one.gguf"', `"path":${JSON.stringify(path)}`);
    expect(named).not.toBe(text);
    const { chat: copy } = await window.call("chats.import", { text: named });
    const { messages } = await window.call("chats.open", { chatId: copy.id });
    const branch = await window.call("chats.branch", { messageId: messages[1]?.id ?? "", keep: 2, token: 1 });
    const { state } = await window.until(branch.reply.id, ended);
    expect(state).toMatchObject({ status: "failed", error: { kind: "invalid-input" } });
  });

  it("leaves out the rounds of a reply that is still being written", async () => {
    const made = await openTestHost();
    const window = made.openWindow();
    await window.call("pair.select", { choice: { targetId: (await made.model("one")).id, draftId: null } });
    const { chat, reply } = await window.call("chats.send", { chatId: null, text: "endless" });
    await window.untilRounds(reply.id, 8);
    const { text } = await exported(window, chat.id);
    const { messages } = await window.call("chats.open", {
      chatId: (await window.call("chats.import", { text })).chat.id,
    });
    expect(messages[1]).toMatchObject({ state: { status: "failed" }, roundCount: 0 });
  });

  it("changes nothing where one of its traces was tampered with, and says what is wrong with which", async () => {
    const { window, chat } = await answeredChat();
    const { text } = await exported(window, chat.id);
    const file: ChatFile = JSON.parse(text);
    const [round] = file.messages[2]?.trace?.rounds ?? [];
    if (round === undefined) throw new Error("no round");
    round.index = 7;
    const refused = window.call("chats.import", { text: JSON.stringify(file) });
    await expect(refused).rejects.toThrow(
      "The chat was not taken in. It was damaged or changed. Message 3: Round 1: it is numbered 8.",
    );
    const { chats } = await window.call("app.state", {});
    expect(chats.map(({ id }) => id)).toEqual([chat.id]);
    expect(await window.call("chats.search", { query: "endless" })).toHaveLength(1);
  });

  it("is refused, with what to do, where nobody could take it in again", () => {
    const { reply, rounds } = writtenReply("A quokka is a small marsupial. ");
    const copies = Math.ceil((CHAT_FILE_LIMIT + 1) / JSON.stringify(rounds).length);
    const chat = sampleChat();
    const question = sampleMessage({ chatId: chat.id });
    const replies = Array.from({ length: copies }, () => ({
      ...reply,
      id: crypto.randomUUID(),
      parentId: question.id,
    }));
    let read = 0;
    const files = createChatFiles({
      version: "0",
      open: () => ({ chat, messages: [question, ...replies] }),
      onChat: () => {},
      store: {
        ...noStore,
        rounds(): Round[] {
          read += 1;
          return [...rounds];
        },
      },
    });
    expect(() => files.export(chat.id, "json-with-rounds")).toThrow(/more than 32 MB.*without rounds.*inspector/);
    expect(read).toBeLessThanOrEqual(copies);
    expect(files.export(chat.id, "json").text.length).toBeLessThan(CHAT_FILE_LIMIT);
  });
});

const unused = (): never => {
  throw new Error("not to be called");
};
const noStore = { saveChat: unused, addMessage: unused, appendRounds: unused, together: unused, checkpoint: unused };
