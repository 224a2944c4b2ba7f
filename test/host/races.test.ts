/** Things that happen at the same time: two windows, a page that is loaded again, changes while a pair is being loaded. */
import { describe, expect, it, vi } from "vitest";
import type { PairChoice, PairStatus } from "../../contract/models.ts";
import { closeHost, openTestHost, type TestHost } from "./fixtures/test-host.ts";
import { ended, type TestWindow } from "./fixtures/test-window.ts";

/** Processes are started and killed here, on machines that may be busy with other things. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });
const patient = { timeout: 15_000, interval: 5 };

interface Setup extends TestHost {
  readonly window: TestWindow;
  choose(name: string): Promise<PairChoice>;
}

/** Models: `one` loads at once, `soon` in half a second, `slow` not before it is told to stop, `refuse` never. */
async function setUp(): Promise<Setup> {
  const made = await openTestHost({ models: ["one", "two", "soon", "slow", "refuse"].map((name) => `${name}.gguf`) });
  const choose = async (name: string): Promise<PairChoice> => ({
    targetId: (await made.model(name)).id,
    draftId: null,
  });
  return { ...made, window: made.openWindow(), choose };
}

async function selected(name: string): Promise<Setup> {
  const made = await setUp();
  await made.window.call("pair.select", { choice: await made.choose(name) });
  return made;
}

function pairStates(window: TestWindow): PairStatus["state"][] {
  const states = window.events.flatMap((event) => (event.type === "pair.changed" ? [event.pair.state] : []));
  return states.filter((state, index) => state !== states[index - 1]);
}

async function untilPair(window: TestWindow, state: PairStatus["state"]): Promise<PairStatus> {
  return vi.waitFor(async () => {
    const { pair } = await window.call("app.state", {});
    expect(pair.state).toBe(state);
    return pair;
  }, patient);
}

describe("two windows", () => {
  it("that send into the same chat at once are answered one after the other, each with what came before", async () => {
    const { window: one, openWindow } = await selected("one");
    const two = openWindow();
    const { chat, reply } = await one.call("chats.send", { chatId: null, text: "count 2" });
    await one.until(reply.id, ended);
    const [first, second] = await Promise.all([
      one.call("chats.send", { chatId: chat.id, text: "count 30" }),
      two.call("chats.send", { chatId: chat.id, text: "count 4" }),
    ]);
    for (const window of [one, two]) {
      expect((await window.until(first.reply.id, ended)).content).toHaveLength("w0 ".length * 10 + "w10 ".length * 20);
      expect((await window.until(second.reply.id, ended)).state.status).toBe("complete");
      expect(window.roundsOf(second.reply.id)).toEqual([0, 1, 2, 3]);
    }
    const { messages } = await two.call("chats.open", { chatId: chat.id });
    expect(messages.map(({ id }) => id).slice(2)).toEqual([
      first.message.id,
      first.reply.id,
      second.message.id,
      second.reply.id,
    ]);
    expect(messages.map(({ parentId }) => parentId).slice(1)).toEqual(messages.map(({ id }) => id).slice(0, -1));
    // The second prompt held both replies before it.
    expect(messages.at(-1)?.summary?.cachedTokens.target).toBe(2 + 30);
  });

  it("that choose different pairs at once both end with the one that was chosen last", async () => {
    const { window: one, openWindow, choose } = await setUp();
    const two = openWindow();
    const [soon, other] = [await choose("soon"), await choose("two")];
    const answers = await Promise.all([
      one.call("pair.select", { choice: soon }),
      two.call("pair.select", { choice: other }),
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ state: "loaded", choice: other });
    expect((await one.call("app.state", {})).settings.pair).toEqual(other);
  });

  it("that try the same reply again at once get one reply", async () => {
    const { window: one, openWindow } = await selected("one");
    const two = openWindow();
    const { chat, reply } = await one.call("chats.send", { chatId: null, text: "refuse this" });
    await one.until(reply.id, ended);
    const outcomes = await Promise.allSettled([
      one.call("chats.retry", { chatId: chat.id }),
      two.call("chats.retry", { chatId: chat.id }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect((await one.call("chats.open", { chatId: chat.id })).messages).toHaveLength(2);
  });

  it("that restart the engine at once start one", async () => {
    const { window: one, openWindow, engines } = await selected("one");
    const two = openWindow();
    const states = await Promise.all([one.call("engine.restart", {}), two.call("engine.restart", {})]);
    expect(states).toEqual([{ state: "ready" }, { state: "ready" }]);
    expect(engines).toHaveLength(2);
  });
});

describe("a page that is loaded again", () => {
  it("while a pair is being loaded sees it go on and end", async () => {
    const { window, openWindow, choose } = await setUp();
    const choice = await choose("soon");
    void window.call("pair.select", { choice });
    await untilPair(window, "loading");
    window.close();
    const again = openWindow();
    const { pair } = await again.call("app.state", {});
    expect(pair).toMatchObject({ state: "loading", choice });
    expect(await untilPair(again, "loaded")).toMatchObject({ choice });
    expect(pairStates(again)).toEqual(["loading", "loaded"]);
  });

  it("while a reply is being written has all of it in the end", async () => {
    const { window, openWindow } = await selected("one");
    const { chat, reply } = await window.call("chats.send", { chatId: null, text: "endless" });
    await window.untilRounds(reply.id, 10);
    window.close();
    const again = openWindow();
    const before = (await again.call("chats.open", { chatId: chat.id })).messages[1]?.roundCount ?? 0;
    const stored = (await again.call("replies.trace", { messageId: reply.id })).rounds.length;
    expect(stored).toBeGreaterThanOrEqual(before);
    await again.untilRounds(reply.id, 10);
    await again.call("replies.stop", { messageId: reply.id });
    const done = await again.until(reply.id, ended);
    const first = again.roundsOf(reply.id)[0] ?? Number.POSITIVE_INFINITY;
    expect(first).toBeLessThanOrEqual(stored);
    expect(again.roundsOf(reply.id).at(-1)).toBe(done.roundCount - 1);
  });
});

describe("a reply that is stopped", () => {
  it("while it waits in line ends at once, and the one before it goes on", async () => {
    const { window } = await selected("one");
    const running = await window.call("chats.send", { chatId: null, text: "endless" });
    const waiting = await window.call("chats.send", { chatId: null, text: "count 3" });
    const after = await window.call("chats.send", { chatId: null, text: "count 2" });
    await window.untilRounds(running.reply.id, 1);
    await window.call("replies.stop", { messageId: waiting.reply.id });
    expect(window.message(waiting.reply.id)).toMatchObject({ state: { status: "stopped" }, content: "" });
    const { messages } = await window.call("chats.open", { chatId: waiting.chat.id });
    expect(messages[1]?.state.status).toBe("stopped");
    const count = window.roundsOf(running.reply.id).length;
    await window.untilRounds(running.reply.id, count + 4);
    await window.call("replies.stop", { messageId: running.reply.id });
    expect((await window.until(after.reply.id, ended)).state.status).toBe("complete");
    expect(window.message(waiting.reply.id)?.state.status).toBe("stopped");
  });

  it("while its pair is being loaded ends at once, and the pair is loaded all the same", async () => {
    const { window, choose } = await setUp();
    await window.call("settings.update", { patch: { pair: await choose("soon") } });
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 3" });
    await untilPair(window, "loading");
    await window.call("replies.stop", { messageId: reply.id });
    expect((await window.until(reply.id, ended)).state.status).toBe("stopped");
    await untilPair(window, "loaded");
    expect(pairStates(window)).toEqual(["loading", "loaded"]);
    const next = await window.call("chats.send", { chatId: null, text: "count 3" });
    expect((await window.until(next.reply.id, ended)).state.status).toBe("complete");
  });

  it("while its pair is being loaded is not brought back by a pair that fails to load", async () => {
    const { window, choose } = await setUp();
    await window.call("settings.update", { patch: { pair: await choose("refuse") } });
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 3" });
    await window.call("replies.stop", { messageId: reply.id });
    expect((await window.until(reply.id, ended)).state.status).toBe("stopped");
    expect(await untilPair(window, "failed")).toMatchObject({ error: { kind: "model-unreadable" } });
  });

  it("twice is stopped once", async () => {
    const { window } = await selected("one");
    const { reply } = await window.call("chats.send", { chatId: null, text: "endless" });
    await window.untilRounds(reply.id, 1);
    await Promise.all([1, 2].map(() => window.call("replies.stop", { messageId: reply.id })));
    expect((await window.until(reply.id, ended)).state.status).toBe("stopped");
    const ends = window.events.filter((event) => event.type === "message.changed" && ended(event.message));
    // The question and the end of its reply.
    expect(ends).toHaveLength(2);
  });
});

describe("a message that is taken back", () => {
  it("leaves the line with its question, and the chat as it was before it", async () => {
    const { window } = await selected("one");
    const running = await window.call("chats.send", { chatId: null, text: "endless" });
    const chatId = running.chat.id;
    const waiting = await window.call("chats.send", { chatId, text: "count 3" });
    await window.untilRounds(running.reply.id, 1);
    const answer = await window.call("chats.take-back", { messageId: waiting.reply.id });
    expect(answer).toMatchObject({
      chat: { id: chatId, leafId: running.reply.id },
      removed: [waiting.reply.id, waiting.message.id],
      text: "count 3",
    });
    const { messages } = await window.call("chats.open", { chatId });
    expect(messages.map(({ id }) => id)).toEqual([running.message.id, running.reply.id]);
    const gone = window.events.flatMap((event) => (event.type === "message.removed" ? [event.messageId] : []));
    expect(gone).toEqual([waiting.reply.id, waiting.message.id]);
    await window.call("replies.stop", { messageId: running.reply.id });
    await window.until(running.reply.id, ended);
    const next = await window.call("chats.send", { chatId, text: "count 2" });
    expect((await window.until(next.reply.id, ended)).state.status).toBe("complete");
    expect(window.roundsOf(waiting.reply.id)).toEqual([]);
  });

  it("while its pair is being loaded does no harm to the next", async () => {
    const { window, choose } = await setUp();
    await window.call("settings.update", { patch: { pair: await choose("soon") } });
    const first = await window.call("chats.send", { chatId: null, text: "count 3" });
    await untilPair(window, "loading");
    expect(await window.call("chats.take-back", { messageId: first.reply.id })).toMatchObject({
      chat: { leafId: null },
      text: "count 3",
    });
    const next = await window.call("chats.send", { chatId: first.chat.id, text: "count 2" });
    expect((await window.until(next.reply.id, ended)).state.status).toBe("complete");
  });

  it("that asks for another reply leaves the question and the reply it has", async () => {
    const { window } = await selected("one");
    const first = await window.call("chats.send", { chatId: null, text: "count 2" });
    await window.until(first.reply.id, ended);
    const other = await window.call("chats.send", { chatId: null, text: "endless" });
    const again = await window.call("chats.regenerate", { messageId: first.reply.id });
    const answer = await window.call("chats.take-back", { messageId: again.reply.id });
    expect(answer).toMatchObject({ chat: { leafId: first.reply.id }, removed: [again.reply.id], text: null });
    await window.call("replies.stop", { messageId: other.reply.id });
  });

  it("has to wait still, and to be the last", async () => {
    const { window } = await selected("one");
    const running = await window.call("chats.send", { chatId: null, text: "endless" });
    const chatId = running.chat.id;
    const waiting = await window.call("chats.send", { chatId, text: "count 3" });
    await window.call("chats.send", { chatId, text: "count 4" });
    await window.untilRounds(running.reply.id, 1);
    for (const { id: messageId } of [running.reply, waiting.reply]) {
      await expect(window.call("chats.take-back", { messageId })).rejects.toThrow("still waits");
    }
    expect((await window.call("chats.open", { chatId })).messages).toHaveLength(6);
  });
});

describe("a chat that is removed", () => {
  it("while its reply waits in line takes it out of the line", async () => {
    const { window } = await selected("one");
    const running = await window.call("chats.send", { chatId: null, text: "endless" });
    const waiting = await window.call("chats.send", { chatId: null, text: "count 3" });
    const after = await window.call("chats.send", { chatId: null, text: "count 2" });
    await window.untilRounds(running.reply.id, 1);
    await window.call("chats.remove", { chatId: waiting.chat.id });
    await window.call("replies.stop", { messageId: running.reply.id });
    expect((await window.until(after.reply.id, ended)).state.status).toBe("complete");
    expect(window.message(waiting.reply.id)?.state.status).toBe("waiting");
    expect(window.roundsOf(waiting.reply.id)).toEqual([]);
  });

  it("while the pair of its reply is being loaded does no harm to the next", async () => {
    const { window, choose } = await setUp();
    await window.call("settings.update", { patch: { pair: await choose("soon") } });
    const { chat } = await window.call("chats.send", { chatId: null, text: "count 3" });
    await untilPair(window, "loading");
    await window.call("chats.remove", { chatId: chat.id });
    const next = await window.call("chats.send", { chatId: null, text: "count 3" });
    expect((await window.until(next.reply.id, ended)).state.status).toBe("complete");
    expect((await window.call("app.state", {})).chats.map(({ id }) => id)).toEqual([next.chat.id]);
  });

  it("in one window while the other sends into it is gone for both", async () => {
    const { window: one, openWindow } = await selected("one");
    const two = openWindow();
    const { chat, reply } = await one.call("chats.send", { chatId: null, text: "endless" });
    await one.untilRounds(reply.id, 1);
    const outcomes = await Promise.allSettled([
      one.call("chats.remove", { chatId: chat.id }),
      two.call("chats.send", { chatId: chat.id, text: "count 3" }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    const next = await two.call("chats.send", { chatId: null, text: "count 3" });
    expect((await two.until(next.reply.id, ended)).state.status).toBe("complete");
  });
});

describe("settings that change while a pair is being loaded", () => {
  it("count for the reply that waits for it", async () => {
    const { window, choose } = await setUp();
    await window.call("settings.update", { patch: { pair: await choose("soon") } });
    const { load } = (await window.call("app.state", {})).settings;
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 3" });
    await untilPair(window, "loading");
    await window.call("settings.update", { patch: { load: { ...load, kvType: "bf16" } } });
    expect((await window.until(reply.id, ended)).summary?.settings.pair.kvType).toBe("bf16");
  });

  it("and name another pair are followed by the reply that waits", async () => {
    const { window, choose } = await setUp();
    const other = await choose("one");
    await window.call("settings.update", { patch: { pair: await choose("slow") } });
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 3" });
    await untilPair(window, "loading");
    expect(await window.call("pair.select", { choice: other })).toMatchObject({ state: "loaded", choice: other });
    expect((await window.until(reply.id, ended)).summary?.settings.pair.target.name).toBe("one");
  });

  it("without touching the pair do not disturb it", async () => {
    const { window, choose } = await setUp();
    const choice = await choose("soon");
    const selecting = window.call("pair.select", { choice });
    await untilPair(window, "loading");
    await window.call("settings.update", { patch: { theme: "dark", systemPrompt: "Be brief." } });
    expect(await selecting).toMatchObject({ state: "loaded", choice });
    expect(pairStates(window)).toEqual(["loading", "loaded"]);
  });
});

describe("an engine that is killed while it loads a pair", () => {
  it("fails the choice and what waits for it with the reason, and the next message works", async () => {
    const host = await setUp();
    const { window, choose } = host;
    const choice = await choose("soon");
    const selecting = window.call("pair.select", { choice });
    await untilPair(window, "loading");
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 3" });
    host.killEngine();
    expect(await selecting).toMatchObject({ state: "failed", choice, error: { kind: "engine-crashed" } });
    expect((await window.until(reply.id, ended)).state).toMatchObject({
      status: "failed",
      error: { kind: "engine-crashed", message: expect.stringContaining("SIGKILL") },
    });
    const next = await window.call("chats.send", { chatId: null, text: "count 3" });
    expect((await window.until(next.reply.id, ended)).state.status).toBe("complete");
    expect((await window.call("app.state", {})).pair).toMatchObject({ state: "loaded", choice });
  });

  it("for a reply that was stopped meanwhile leaves a pair that says what happened", async () => {
    const host = await setUp();
    const { window, choose } = host;
    await window.call("settings.update", { patch: { pair: await choose("slow") } });
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 3" });
    await untilPair(window, "loading");
    await window.call("replies.stop", { messageId: reply.id });
    host.killEngine();
    expect(await untilPair(window, "failed")).toMatchObject({ error: { kind: "engine-crashed" } });
  });
});

describe("an engine that is restarted by the user", () => {
  it("while it loads a pair loads it again for what waits for it", async () => {
    const { window, choose, engines } = await setUp();
    const choice = await choose("soon");
    await window.call("settings.update", { patch: { pair: choice } });
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 3" });
    await untilPair(window, "loading");
    await window.call("engine.restart", {});
    expect((await window.until(reply.id, ended)).state.status).toBe("complete");
    expect(engines).toHaveLength(2);
    expect((await window.call("app.state", {})).pair).toMatchObject({ state: "loaded", choice });
  });

  it("in the middle of a reply keeps its part and says why it ended", async () => {
    const { window } = await selected("one");
    const { reply } = await window.call("chats.send", { chatId: null, text: "endless" });
    const waiting = await window.call("chats.send", { chatId: null, text: "count 3" });
    await window.untilRounds(reply.id, 4);
    await window.call("engine.restart", {});
    const failed = await window.until(reply.id, ended);
    expect(failed.state).toMatchObject({ status: "failed", error: { message: expect.stringContaining("restarted") } });
    expect(failed.content.startsWith("w0 w1 ")).toBe(true);
    expect((await window.until(waiting.reply.id, ended)).state.status).toBe("complete");
  });
});

describe("a host that closes", () => {
  it("while it loads a pair stops what waits for it and leaves no process behind", async () => {
    const { host, window, choose, engines, folder } = await setUp();
    await window.call("settings.update", { patch: { pair: await choose("slow") } });
    const { chat } = await window.call("chats.send", { chatId: null, text: "count 3" });
    await untilPair(window, "loading");
    await closeHost(host);
    expect(engines.map((engine) => engine.exit() !== null)).toEqual([true]);
    const again = (await openTestHost({ folder })).openWindow();
    const { messages } = await again.call("chats.open", { chatId: chat.id });
    expect(messages[1]?.state.status).toBe("stopped");
  });
});
