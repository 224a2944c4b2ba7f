/** What each chat keeps of the pair and of decoding, and what new chats begin with. */
import { describe, expect, it, vi } from "vitest";
import { samplingSchema } from "../../../contract/chat-decoding.ts";
import { closeHost, openTestHost, type TestHost } from "../fixtures/test-host.ts";
import { ended, type TestWindow } from "../fixtures/test-window.ts";

/** Processes are started and killed here, on machines that may be busy with other things. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

async function setUp(): Promise<TestHost & { window: TestWindow; one: string; two: string }> {
  const made = await openTestHost();
  const window = made.openWindow();
  const [one, two] = [(await made.model("one")).id, (await made.model("two")).id];
  await window.call("pair.select", { choice: { targetId: one, draftId: two } });
  return { ...made, window, one, two };
}

async function ask(window: TestWindow, chatId: string | null) {
  const { chat, reply } = await window.call("chats.send", { chatId, text: "count 2" });
  return { chatId: chat.id, reply: await window.until(reply.id, ended) };
}

const chatOf = async (window: TestWindow, chatId: string) => (await window.call("chats.open", { chatId })).chat;
const usedLast = async (window: TestWindow) => (await window.call("app.state", {})).settings.decoding;

describe("a preset", () => {
  const poem = { name: "Poem", sampling: samplingSchema.parse({ temperature: 1.2, seed: 5 }) };

  it("is there after a restart, and no chat needs it", async () => {
    const at = await setUp();
    await at.window.call("settings.update", { patch: { presets: [poem] } });
    const { chatId } = await ask(at.window, null);
    await at.window.call("chats.set-decoding", { chatId, patch: poem.sampling });
    await closeHost(at.host);
    const window = (await openTestHost({ folder: at.folder })).openWindow();
    expect((await window.call("app.state", {})).settings.presets).toEqual([poem]);
    await window.call("settings.update", { patch: { presets: [] } });
    expect((await chatOf(window, chatId)).decoding).toMatchObject(poem.sampling);
  });

  it.each([
    [{ ...poem, name: "  " }, "A preset needs a name."],
    [{ ...poem, sampling: { ...poem.sampling, topP: 0 } }, "topP"],
  ])("that cannot be is refused: %o", async (preset, reason) => {
    const { window } = await setUp();
    const call = window.call("settings.update", { patch: { presets: [preset] } });
    await expect(call).rejects.toMatchObject({ kind: "invalid-input", message: expect.stringContaining(reason) });
  });
});

describe("a chat", () => {
  it("keeps what it is used with, over a restart", async () => {
    const at = await setUp();
    const { chatId } = await ask(at.window, null);
    await at.window.call("chats.set-decoding", { chatId, patch: { drafter: "lookup", k: 9, temperature: 0.5 } });
    await closeHost(at.host);
    const window = (await openTestHost({ folder: at.folder })).openWindow();
    expect(await chatOf(window, chatId)).toMatchObject({
      pair: { targetId: at.one, draftId: at.two },
      decoding: { drafter: "lookup", k: 9, temperature: 0.5, topK: 40 },
    });
  });

  it("is answered by its own decoding, whatever was chosen elsewhere since", async () => {
    const { window } = await setUp();
    const { chatId } = await ask(window, null);
    await window.call("chats.set-decoding", { chatId, patch: { k: 9, minDraftTokens: 2 } });
    const other = await ask(window, null);
    await window.call("chats.set-decoding", { chatId: other.chatId, patch: { k: 2, minDraftTokens: 0 } });
    const { reply } = await ask(window, chatId);
    expect(reply.summary?.settings).toMatchObject({ k: 9, minDraftTokens: 2 });
    const again = await window.call("chats.regenerate", { messageId: other.reply.id });
    expect((await window.until(again.reply.id, ended)).summary?.settings.k).toBe(2);
  });

  it("that is new begins with what was used last, not with what was only looked at", async () => {
    const { window } = await setUp();
    const first = await ask(window, null);
    await window.call("chats.set-decoding", { chatId: first.chatId, patch: { k: 9 } });
    const second = await ask(window, null);
    expect(second.reply.summary?.settings.k).toBe(9);
    await window.call("chats.set-decoding", { chatId: second.chatId, patch: { k: 2 } });
    await window.call("chats.open", { chatId: first.chatId });
    expect((await usedLast(window)).k).toBe(2);
    await ask(window, first.chatId);
    await vi.waitFor(async () => expect((await usedLast(window)).k).toBe(9), { timeout: 15_000 });
  });

  it("that is new makes the settings its own, all but those that count for every chat", async () => {
    const { window } = await setUp();
    const { decoding } = (await window.call("app.state", {})).settings;
    await window.call("settings.update", {
      patch: { decoding: { ...decoding, temperature: 0.4, capture: "figures" } },
    });
    const { chatId } = await ask(window, null);
    expect((await chatOf(window, chatId)).decoding).toMatchObject({ temperature: 0.4 });
    expect((await chatOf(window, chatId)).decoding).not.toHaveProperty("capture");
  });

  it("keeps the pair that is chosen in it, and is not given one that is chosen elsewhere until it is used", async () => {
    const { window, one, two } = await setUp();
    const { chatId } = await ask(window, null);
    await window.call("pair.select", { choice: { targetId: two, draftId: null } });
    expect((await chatOf(window, chatId)).pair).toEqual({ targetId: one, draftId: two });
    await ask(window, chatId);
    expect((await chatOf(window, chatId)).pair).toEqual({ targetId: two, draftId: null });
    const choice = { targetId: one, draftId: null };
    await window.call("pair.select", { choice, chatId });
    expect((await chatOf(window, chatId)).pair).toEqual(choice);
  });

  it("that had no draft model goes on looking up, though one is in memory now", async () => {
    const { window, one, two } = await setUp();
    await window.call("pair.select", { choice: { targetId: one, draftId: null } });
    const { chatId } = await ask(window, null);
    await window.call("pair.select", { choice: { targetId: one, draftId: two } });
    expect(await chatOf(window, chatId)).toMatchObject({ decoding: { drafter: "model" } });
    const { reply } = await window.call("chats.send", { chatId, text: "count 2" });
    expect((await window.until(reply.id, ended)).summary?.settings.drafter).toBe("lookup");
    expect((await chatOf(window, chatId)).pair).toEqual({ targetId: one, draftId: two });
  });

  it("loads nothing when its drafter or k changes", async () => {
    const { window } = await setUp();
    const { chatId } = await ask(window, null);
    const before = window.events.length;
    await window.call("chats.set-decoding", { chatId, patch: { drafter: "off" } });
    await window.call("chats.set-decoding", { chatId, patch: { drafter: "lookup", k: 3 } });
    const { reply } = await ask(window, chatId);
    expect(reply.summary?.settings).toMatchObject({ drafter: "lookup", k: 3 });
    expect(window.events.slice(before).some(({ type }) => type === "pair.changed")).toBe(false);
  });

  it("that is gone takes no pair, and none is loaded for it", async () => {
    const { window, two } = await setUp();
    const { chatId } = await ask(window, null);
    await window.call("chats.remove", { chatId });
    const call = window.call("pair.select", { choice: { targetId: two, draftId: null }, chatId });
    await expect(call).rejects.toMatchObject({ kind: "not-found" });
    expect((await window.call("app.state", {})).pair).toMatchObject({ choice: { draftId: two } });
  });
});
