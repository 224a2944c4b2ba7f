import { mkdir, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Message } from "../../contract/chats.ts";
import type { HostEvent } from "../../contract/events.ts";
import { createChatStore } from "../../host/storage/chat-store.ts";
import { openDatabase } from "../../host/storage/database.ts";
import { sampleChat, sampleMessage, sampleRound } from "./fixtures/sample-records.ts";
import { temporaryFolder } from "./fixtures/temporary-folder.ts";
import { closeHost, openTestHost, type TestHost } from "./fixtures/test-host.ts";
import { ended, type TestWindow } from "./fixtures/test-window.ts";

/** Processes are started and killed here, on machines that may be busy with other things. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });
const patient = { timeout: 15_000, interval: 5 };

async function setUp(options: Parameters<typeof openTestHost>[0] = {}): Promise<TestHost & { window: TestWindow }> {
  const made = await openTestHost(options);
  const window = made.openWindow();
  await window.call("pair.select", { choice: { targetId: (await made.model("one")).id, draftId: null } });
  return { ...made, window };
}

describe("a message", () => {
  it("is answered in a new chat, streamed round by round and kept", async () => {
    const { window } = await setUp();
    const { chat, message, reply } = await window.call("chats.send", { chatId: null, text: " count 40\nplease " });
    expect(chat.title).toBe("count 40");
    expect(message).toMatchObject({ role: "user", content: "count 40\nplease", parentId: null });
    expect(reply).toMatchObject({ role: "assistant", state: { status: "waiting" }, parentId: message.id });

    const done = await window.until(reply.id, ended);
    expect(done).toMatchObject({ state: { status: "complete" }, roundCount: 40 });
    expect(done.content).toBe(done.summary?.text);
    expect(window.roundsOf(reply.id)).toEqual([...Array(40).keys()]);

    const opened = await window.call("chats.open", { chatId: chat.id });
    expect(opened).toEqual({ chat, messages: [message, done] });
    const trace = await window.call("replies.trace", { messageId: reply.id });
    expect(trace.rounds.flatMap(({ emitted }) => emitted.map(({ text }) => text)).join("")).toBe(done.content);
  });

  it("goes from waiting to streaming before its first round is told", async () => {
    const { window } = await setUp();
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 8" });
    await window.until(reply.id, ended);
    const course = window.events.flatMap((event) => {
      if (event.type === "reply.rounds") return ["rounds"];
      return event.type === "message.changed" && event.message.id === reply.id ? [event.message.state.status] : [];
    });
    expect(course.filter((step, index) => step !== course[index - 1])).toEqual([
      "waiting",
      "streaming",
      "rounds",
      "complete",
    ]);
  });

  it("hands the ids of earlier replies back, so that the cache of the last turn fits", async () => {
    const { window } = await setUp();
    const first = await window.call("chats.send", { chatId: null, text: "count 5" });
    const second = await window.call("chats.send", { chatId: first.chat.id, text: "count 3" });
    const done = await window.until(second.reply.id, ended);
    expect(second.message.parentId).toBe(first.reply.id);
    expect(done.summary?.cachedTokens.target).toBe(5);
  });

  it("does not hand one model's ids to another", async () => {
    const { window, model } = await setUp();
    const first = await window.call("chats.send", { chatId: null, text: "count 5" });
    await window.until(first.reply.id, ended);
    await window.call("pair.select", { choice: { targetId: (await model("two")).id, draftId: null } });
    const second = await window.call("chats.send", { chatId: first.chat.id, text: "count 3" });
    expect((await window.until(second.reply.id, ended)).summary?.cachedTokens.target).toBe(0);
  });

  it("waits for the replies before it", async () => {
    const { window } = await setUp();
    const one = await window.call("chats.send", { chatId: null, text: "count 200" });
    const two = await window.call("chats.send", { chatId: null, text: "count 3" });
    await window.until(two.reply.id, ended);
    expect(window.message(one.reply.id)?.state.status).toBe("complete");
  });

  it("is refused when it is empty, and nothing is written", async () => {
    const { window } = await setUp();
    await expect(window.call("chats.send", { chatId: null, text: "  \n " })).rejects.toMatchObject({
      kind: "invalid-input",
      message: "The message is empty. Write something first.",
    });
    expect((await window.call("app.state", {})).chats).toEqual([]);
  });

  it("fails with the engine's own words when the engine refuses, and can be tried again", async () => {
    const { window } = await setUp();
    const { chat, reply } = await window.call("chats.send", { chatId: null, text: "refuse this" });
    expect((await window.until(reply.id, ended)).state).toMatchObject({
      error: { kind: "context-full", message: "Too long." },
    });
    const retry = await window.call("chats.retry", { chatId: chat.id });
    expect(retry.removed).toEqual([reply.id]);
    expect(retry.reply.parentId).toBe(reply.parentId);
    await window.until(retry.reply.id, ended);
    const { messages } = await window.call("chats.open", { chatId: chat.id });
    expect(messages.map(({ id }) => id)).toEqual([reply.parentId, retry.reply.id]);
  });

  it("that is tried again leaves every window without the old reply, those that are behind too", async () => {
    const { window, openWindow } = await setUp();
    const slow = openWindow();
    slow.acknowledging = false;
    const { chat, reply } = await window.call("chats.send", { chatId: null, text: "endless" });
    await window.untilRounds(reply.id, 200);
    await window.call("replies.stop", { messageId: reply.id });
    await window.until(reply.id, ended);
    const retry = await window.call("chats.retry", { chatId: chat.id });
    const told = slow.events.flatMap((event) => {
      if (event.type === "message.removed") return [`${event.messageId} removed from ${event.chatId}`];
      return event.type === "message.changed" && event.message.role === "assistant" ? [event.message.id] : [];
    });
    expect(told.slice(-2)).toEqual([`${reply.id} removed from ${chat.id}`, retry.reply.id]);

    const before = slow.roundsOf(reply.id).length;
    slow.acknowledging = true;
    await slow.call("replies.acknowledge", { messageId: reply.id, sequence: 31 });
    expect(slow.roundsOf(reply.id)).toHaveLength(before);
    expect(slow.message(reply.id)?.state.status).toBe("streaming");
  });

  it("fails when no model is there at all", async () => {
    const { openWindow } = await openTestHost({ models: [] });
    const window = openWindow();
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 1" });
    expect((await window.until(reply.id, ended)).state).toMatchObject({
      status: "failed",
      error: { kind: "not-found" },
    });
  });
});

describe("a chat's own system prompt", () => {
  it("is kept with the chat, and leaves the one for new chats alone", async () => {
    const { window } = await setUp();
    const { chat } = await window.call("chats.send", { chatId: null, text: "count 2" });
    await window.call("chats.set-system-prompt", { chatId: chat.id, systemPrompt: "Be brief." });
    expect((await window.call("chats.open", { chatId: chat.id })).chat.systemPrompt).toBe("Be brief.");
    expect((await window.call("app.state", {})).settings.systemPrompt).toBe("");
  });
});

describe("a running reply", () => {
  it("is stopped and keeps its part", async () => {
    const { window } = await setUp();
    const { chat, reply } = await window.call("chats.send", { chatId: null, text: "endless" });
    await window.untilRounds(reply.id, 20);
    await window.call("replies.stop", { messageId: reply.id });
    const stopped = await window.until(reply.id, ended);
    expect(stopped.state.status).toBe("stopped");
    expect(stopped.content.startsWith("w0 w1 ")).toBe(true);
    expect(stopped.summary?.finishReason).toBe("aborted");
    expect((await window.call("chats.open", { chatId: chat.id })).messages[1]).toEqual(stopped);
    await expect(window.call("replies.stop", { messageId: reply.id })).rejects.toMatchObject({ kind: "not-found" });
  });

  it("is taken out of the queue while it waits", async () => {
    const { window } = await setUp();
    const running = await window.call("chats.send", { chatId: null, text: "endless" });
    const waiting = await window.call("chats.send", { chatId: null, text: "count 3" });
    await window.untilRounds(running.reply.id, 1);
    await window.call("replies.stop", { messageId: waiting.reply.id });
    await window.call("replies.stop", { messageId: running.reply.id });
    expect(await window.until(waiting.reply.id, ended)).toMatchObject({
      state: { status: "stopped" },
      content: "",
      roundCount: 0,
    });
  });

  it("drafts with another k from the next round on", async () => {
    const { window } = await setUp();
    const { reply } = await window.call("chats.send", { chatId: null, text: "endless" });
    await window.untilRounds(reply.id, 4);
    await window.call("replies.set-k", { messageId: reply.id, k: 9 });
    const count = window.roundsOf(reply.id).length;
    await window.untilRounds(reply.id, count + 50);
    await window.call("replies.stop", { messageId: reply.id });
    await window.until(reply.id, ended);
    const { rounds } = await window.call("replies.trace", { messageId: reply.id });
    expect(rounds[0]?.k).toBe(4);
    expect(rounds.at(-1)?.k).toBe(9);
    expect((await window.call("app.state", {})).settings.decoding.k).toBe(4);
  });

  it("takes a k that was set while it waited", async () => {
    const { window } = await setUp();
    const one = await window.call("chats.send", { chatId: null, text: "endless" });
    const two = await window.call("chats.send", { chatId: null, text: "count 2" });
    await window.call("replies.set-k", { messageId: two.reply.id, k: 2 });
    await window.call("replies.stop", { messageId: one.reply.id });
    await window.until(two.reply.id, ended);
    expect((await window.call("replies.trace", { messageId: two.reply.id })).rounds[0]?.k).toBe(2);
  });

  it("refuses a k that cannot be", async () => {
    const { window } = await setUp();
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 1" });
    await expect(window.call("replies.set-k", { messageId: reply.id, k: 17 })).rejects.toMatchObject({
      kind: "invalid-input",
    });
  });

  it("shows a window that comes later everything, without a gap between the chat and the events", async () => {
    const { window, openWindow } = await setUp();
    const { chat, reply } = await window.call("chats.send", { chatId: null, text: "endless" });
    await window.untilRounds(reply.id, 50);
    const late = openWindow();
    const { messages } = await late.call("chats.open", { chatId: chat.id });
    const known = messages[1];
    expect(known).toMatchObject({ state: { status: "streaming" } });
    await late.untilRounds(reply.id, 50);
    await window.call("replies.stop", { messageId: reply.id });
    const done = await late.until(reply.id, ended);
    const first = late.roundsOf(reply.id)[0] ?? Number.POSITIVE_INFINITY;
    expect(first).toBeLessThanOrEqual(known?.roundCount ?? 0);
    expect(late.roundsOf(reply.id)).toEqual([...Array(done.roundCount - first).keys()].map((index) => index + first));
    expect(known?.content).toBe([...Array(known?.roundCount).keys()].map((index) => `w${index} `).join(""));
  });

  it("gives a window that does not draw no more than its share, and all of it later", async () => {
    const { window, openWindow } = await setUp();
    const slow = openWindow();
    slow.acknowledging = false;
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 1000" });
    await window.until(reply.id, ended);
    const batches = () =>
      slow.events.filter(
        (event): event is Extract<HostEvent, { type: "reply.rounds" }> => event.type === "reply.rounds",
      );
    expect(batches()).toHaveLength(32);
    expect(slow.message(reply.id)?.state.status).toBe("streaming");

    slow.acknowledging = true;
    await slow.call("replies.acknowledge", { messageId: reply.id, sequence: 31 });
    await slow.until(reply.id, ended);
    expect(slow.roundsOf(reply.id)).toEqual([...Array(1000).keys()]);
    expect(batches().map(({ sequence }) => sequence)).toEqual([...batches().keys()]);
  });

  it("ends without a trace when its chat is removed", async () => {
    const { window } = await setUp();
    const { chat, reply } = await window.call("chats.send", { chatId: null, text: "endless" });
    await window.untilRounds(reply.id, 4);
    await window.call("chats.remove", { chatId: chat.id });
    const next = await window.call("chats.send", { chatId: null, text: "count 3" });
    expect((await window.until(next.reply.id, ended)).state.status).toBe("complete");
    await expect(window.call("chats.open", { chatId: chat.id })).rejects.toMatchObject({ kind: "not-found" });
    expect(window.message(reply.id)?.state.status).toBe("streaming");
  });
});

describe("an engine that dies", () => {
  it("costs the reply in flight, not its part, and the next message works", async () => {
    const host = await setUp();
    const { window } = host;
    const { chat, reply } = await window.call("chats.send", { chatId: null, text: "endless" });
    await window.untilRounds(reply.id, 10);
    host.killEngine();
    const failed = await window.until(reply.id, ended);
    expect(failed.state).toMatchObject({
      status: "failed",
      error: { kind: "engine-crashed", details: expect.stringContaining("scripted: ready") },
    });
    expect(failed.content.startsWith("w0 w1 ")).toBe(true);
    expect((await window.call("replies.trace", { messageId: reply.id })).rounds).toHaveLength(failed.roundCount);

    const next = await window.call("chats.send", { chatId: chat.id, text: "count 3" });
    expect((await window.until(next.reply.id, ended)).content).toBe("w0 w1 w2 ");
    const states = window.events.flatMap((event) => (event.type === "pair.changed" ? [event.pair.state] : []));
    expect(states.filter((state, index) => state !== states[index - 1])).toEqual([
      "loading",
      "loaded",
      "unloaded",
      "loading",
      "loaded",
    ]);
  });

  it("does not cost the replies that wait", async () => {
    const host = await setUp();
    const { window } = host;
    const running = await window.call("chats.send", { chatId: null, text: "endless" });
    const waiting = await window.call("chats.send", { chatId: null, text: "count 3" });
    await window.untilRounds(running.reply.id, 1);
    host.killEngine();
    expect((await window.until(waiting.reply.id, ended)).state.status).toBe("complete");
    expect(window.message(running.reply.id)?.state.status).toBe("failed");
  });

  it("while loading a pair twice is not sent the same pair a third time, unless the user says so", async () => {
    const { openWindow, model, engines } = await openTestHost({ models: ["crash.gguf", "one.gguf"] });
    const window = openWindow();
    const choice = { targetId: (await model("crash")).id, draftId: null };
    const status = await window.call("pair.select", { choice });
    expect(status).toMatchObject({ state: "failed", choice, error: { kind: "engine-crashed" } });

    const fail = async (): Promise<Message["state"]> => {
      const { reply } = await window.call("chats.send", { chatId: null, text: "count 1" });
      return (await window.until(reply.id, ended)).state;
    };
    expect(await fail()).toMatchObject({ error: { details: expect.stringContaining("segmentation fault") } });
    const before = engines.length;
    expect(await fail()).toMatchObject({ error: { message: expect.stringContaining("crashed the engine twice") } });
    expect(engines.length).toBeLessThanOrEqual(before + 1);

    expect(await window.call("pair.select", { choice })).toMatchObject({
      error: { details: expect.stringContaining("segmentation fault") },
    });
    const good = { targetId: (await model("one")).id, draftId: null };
    await window.call("engine.restart", {});
    expect(await window.call("pair.select", { choice: good })).toMatchObject({ state: "loaded", choice: good });
  });
});

describe("the pair", () => {
  it("that was chosen last wins over one that is still being loaded", async () => {
    const { openWindow, model } = await openTestHost({ models: ["slow.gguf", "one.gguf"] });
    const window = openWindow();
    const slow = { targetId: (await model("slow")).id, draftId: null };
    const one = { targetId: (await model("one")).id, draftId: null };
    const first = window.call("pair.select", { choice: slow });
    await vi.waitFor(
      () =>
        expect(window.events.some((event) => event.type === "pair.changed" && event.pair.state === "loading")).toBe(
          true,
        ),
      patient,
    );
    const second = window.call("pair.select", { choice: one });
    expect(await second).toMatchObject({ state: "loaded", choice: one });
    expect(await first).toMatchObject({ state: "loaded", choice: one });
  });

  it("is loaded again when a load setting was changed", async () => {
    const { window } = await setUp();
    const { settings } = await window.call("app.state", {});
    await window.call("settings.update", { patch: { load: { ...settings.load, kvType: "bf16" } } });
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 1" });
    expect((await window.until(reply.id, ended)).summary?.settings.pair.kvType).toBe("bf16");
  });

  it("goes on without a draft whose file is gone, and says so", async () => {
    const { window, model, folder } = await setUp();
    const [one, two] = [await model("one"), await model("two")];
    await window.call("pair.select", { choice: { targetId: one.id, draftId: two.id } });
    await rm(join(folder, "models", "two.gguf"));
    await window.call("models.refresh", {});
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 1" });
    const done = await window.until(reply.id, ended);
    expect(done.state.status).toBe("complete");
    expect(done.summary?.notes).toEqual([{ code: "draft-failed", text: expect.stringContaining("no model two") }]);
    expect((await window.call("app.state", {})).pair).toMatchObject({ pair: { draftProblem: { kind: "not-found" } } });
  });

  it("is called what its models are called in the list", async () => {
    const { window, model } = await setUp();
    const [one, two] = [await model("one"), await model("two")];
    const status = await window.call("pair.select", { choice: { targetId: one.id, draftId: two.id } });
    expect(status).toMatchObject({ pair: { target: { name: "one" }, draft: { name: "two" } } });
    const { reply } = await window.call("chats.send", { chatId: null, text: "count 1" });
    const { summary } = await window.until(reply.id, ended);
    expect(summary?.settings.pair).toMatchObject({ target: { name: "one" }, draft: { name: "two" } });
  });

  it("is refused when it names a model that does not exist, and the old one stays", async () => {
    const { window } = await setUp();
    const before = (await window.call("app.state", {})).settings.pair;
    const choice = { targetId: "nothing", draftId: null };
    await expect(window.call("pair.select", { choice })).rejects.toMatchObject({ kind: "not-found" });
    expect((await window.call("app.state", {})).settings.pair).toEqual(before);
  });

  it("says for each model whether it fits", async () => {
    const { window, model } = await setUp();
    const [one, two] = [await model("one"), await model("two")];
    const fits = await window.call("models.fits", { targetId: one.id });
    const fit = { fits: true, sizeRatio: 0.5, warning: null };
    expect(fits).toEqual({ [one.id]: fit, [two.id]: fit });
  });
});

describe("a model folder", () => {
  async function choosing(chooseFolder?: () => Promise<readonly string[]>) {
    const actions = { openLink: async () => false, ...(chooseFolder === undefined ? {} : { chooseFolder }) };
    const { openWindow } = await openTestHost({ actions });
    const window = openWindow();
    const shown = await window.call("folders.choose", {});
    return { shown, folders: (await window.call("app.state", {})).settings.folders };
  }

  it("is picked in the shell's dialog, where it has one", async () => {
    const picked = await temporaryFolder();
    expect(await choosing(async () => [picked])).toEqual({
      shown: { outcome: "added", models: [] },
      folders: [picked],
    });
  });

  it("is not added where none was picked, or the page has to show its own list", async () => {
    expect(await choosing(async () => [])).toEqual({ shown: { outcome: "called-off" }, folders: [] });
    expect(await choosing()).toEqual({ shown: { outcome: "no-dialog" }, folders: [] });
  });
});

describe("models that are added", () => {
  async function openWindow(chooseModelFiles?: () => Promise<readonly string[]>) {
    const elsewhere = await temporaryFolder();
    const actions = { openLink: async () => false, ...(chooseModelFiles === undefined ? {} : { chooseModelFiles }) };
    const { openWindow } = await openTestHost({ actions });
    const window = openWindow();
    const places = async () => {
      const { folders, files } = (await window.call("app.state", {})).settings;
      return { folders, files };
    };
    return { elsewhere, window, places };
  }

  it("are answered by their ids, whether they came as a folder or as a file", async () => {
    const { elsewhere, window, places } = await openWindow();
    const [folder, file] = [join(elsewhere, "folder"), join(elsewhere, "lone.gguf")];
    await mkdir(folder);
    await writeFile(join(folder, "inside.gguf"), "inside");
    await writeFile(file, "lone");
    const ids = await window.call("models.add", { paths: [folder, file] });
    expect(ids.map((id) => id.replace(/-[0-9a-f]{8}$/u, ""))).toEqual(["inside", "lone"]);
    expect(await places()).toEqual({ folders: [folder], files: [file] });
    expect(await window.call("models.add", { paths: [file] })).toEqual([ids[1]]);
    await window.call("settings.update", { patch: { files: [] } });
    const left = await window.call("models.refresh", {});
    expect(left.map(({ name }) => name)).toEqual(["inside", "one", "two"]);
  });

  it("are all refused where one of them is no model", async () => {
    const { elsewhere, window, places } = await openWindow();
    const notes = join(elsewhere, "notes.txt");
    await writeFile(notes, "notes");
    await expect(window.call("models.add", { paths: [elsewhere, notes] })).rejects.toThrow("is no GGUF file");
    expect(await places()).toEqual({ folders: [], files: [] });
  });

  it("are picked in the shell's dialog, where it has one", async () => {
    const file = join(await temporaryFolder(), "picked.gguf");
    await writeFile(file, "picked");
    const withDialog = await openWindow(async () => [file]);
    const picked = await withDialog.window.call("files.choose", {});
    expect(picked).toEqual({ outcome: "added", models: [expect.stringMatching(/^picked-/)] });
    expect(await withDialog.places()).toEqual({ folders: [], files: [file] });
    const cancelled = await openWindow(async () => []);
    expect(await cancelled.window.call("files.choose", {})).toEqual({ outcome: "called-off" });
    const without = await openWindow();
    expect(await without.window.call("files.choose", {})).toEqual({ outcome: "no-dialog" });
    expect(await without.places()).toEqual({ folders: [], files: [] });
  });
});

describe("a host", () => {
  it("shows a window the whole state at once, from before the engine is ready", async () => {
    const { openWindow, folder } = await openTestHost();
    const state = await openWindow().call("app.state", {});
    expect(state).toMatchObject({
      version: "0.0.0",
      shell: "web",
      platform: process.platform,
      pair: { state: "unloaded" },
    });
    expect(state.models.map(({ name }) => name)).toEqual(["one", "two"]);
    expect(state.folders).toEqual({ data: join(folder, "data"), models: [join(folder, "models")], home: homedir() });
  });

  it("tells every window of changes", async () => {
    const { openWindow } = await openTestHost();
    const [one, two] = [openWindow(), openWindow()];
    await one.call("settings.update", { patch: { theme: "dark" } });
    expect(two.events).toContainEqual({
      type: "settings.changed",
      settings: expect.objectContaining({ theme: "dark" }),
    });
    two.close();
    await one.call("settings.update", { patch: { theme: "light" } });
    expect(two.events.filter(({ type }) => type === "settings.changed")).toHaveLength(1);
  });

  it("finds the models of a folder that was added", async () => {
    const { openWindow, folder } = await openTestHost();
    const window = openWindow();
    const extra = join(folder, "extra");
    await mkdir(extra);
    await writeFile(join(extra, "three.gguf"), "three");
    await window.call("settings.update", { patch: { folders: [extra] } });
    await vi.waitFor(async () => {
      const { models } = await window.call("app.state", {});
      expect(models.map(({ name }) => name)).toEqual(["one", "three", "two"]);
    }, patient);
  });

  it("refuses a folder that is not there, and changes nothing", async () => {
    const { openWindow, folder } = await openTestHost();
    const window = openWindow();
    const file = join(folder, "notes.txt");
    await writeFile(file, "notes");
    for (const wrong of [join(folder, "nothing"), "models", "", file]) {
      await expect(
        window.call("settings.update", { patch: { folders: [wrong], theme: "dark" } }),
      ).rejects.toMatchObject({
        kind: "invalid-input",
      });
    }
    expect((await window.call("app.state", {})).settings).toMatchObject({ folders: [], theme: "auto" });
    const gone = join(folder, "drive");
    await mkdir(gone);
    await window.call("settings.update", { patch: { folders: [gone] } });
    await rm(gone, { recursive: true });
    const after = await window.call("settings.update", { patch: { folders: [gone, folder] } });
    expect(after.folders).toEqual([gone, folder]);
  });

  it("answers what it does not know with an error", async () => {
    const { host } = await openTestHost();
    const session = host.connectWindow(() => {});
    for (const name of ["chats.burn", "toString", "__proto__"]) {
      expect(await session.handle(name, {})).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
    }
    expect(await session.handle("chats.open", { chatId: "../../etc" })).toMatchObject({
      ok: false,
      error: { kind: "invalid-input" },
    });
    expect(await session.handle("chats.open", null)).toMatchObject({ ok: false, error: { kind: "invalid-input" } });
  });

  it.each([
    "http://example.org",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://user:pass@example.org",
    "nonsense",
  ])("does not open %s", async (url) => {
    const openLink = vi.fn(async () => true);
    const { openWindow } = await openTestHost({ actions: { openLink } });
    await expect(openWindow().call("shell.open-link", { url })).rejects.toMatchObject({ kind: "invalid-input" });
    expect(openLink).not.toHaveBeenCalled();
  });

  it("keeps chats, settings and traces over a restart", async () => {
    const first = await setUp();
    const { chat, reply } = await first.window.call("chats.send", { chatId: null, text: "count 12" });
    const done = await first.window.until(reply.id, ended);
    await first.window.call("chats.rename", { chatId: chat.id, title: "Counting" });
    await closeHost(first.host);

    const window = (await openTestHost({ folder: first.folder })).openWindow();
    expect((await window.call("app.state", {})).chats.map(({ title }) => title)).toEqual(["Counting"]);
    expect((await window.call("chats.open", { chatId: chat.id })).messages[1]).toEqual(done);
    expect((await window.call("replies.trace", { messageId: reply.id })).rounds).toHaveLength(12);
  });

  it("keeps the part of a reply that runs while it closes, and leaves no process behind", async () => {
    const first = await setUp();
    const { chat, reply } = await first.window.call("chats.send", { chatId: null, text: "endless" });
    await first.window.untilRounds(reply.id, 10);
    await closeHost(first.host);
    expect(first.engines.map((engine) => engine.exit() !== null)).toEqual([true]);

    const window = (await openTestHost({ folder: first.folder })).openWindow();
    const [, kept] = (await window.call("chats.open", { chatId: chat.id })).messages;
    expect(kept).toMatchObject({ state: { status: "stopped" } });
    expect(kept?.roundCount).toBeGreaterThanOrEqual(10);
  });

  it("marks what a crash of the app left unfinished as failed, with its part", async () => {
    const { host, folder } = await openTestHost();
    await closeHost(host);
    const { database } = openDatabase(join(folder, "data", "outrider.db"));
    const store = createChatStore(database);
    const chat = sampleChat();
    const reply = sampleMessage({ chatId: chat.id, role: "assistant", content: "", state: { status: "streaming" } });
    store.saveChat(chat);
    store.addMessage(reply);
    store.appendRounds(reply.id, [sampleRound(0)]);
    store.close();

    const window = (await openTestHost({ folder })).openWindow();
    const [found] = (await window.call("chats.open", { chatId: chat.id })).messages;
    expect(found).toMatchObject({
      content: "w0 ",
      state: { status: "failed", error: { message: expect.stringContaining("Outrider ended") } },
    });
  });

  it("tells of damaged files and starts all the same", async () => {
    const { host, folder } = await openTestHost();
    await closeHost(host);
    await writeFile(join(folder, "data", "settings.json"), "{");
    await writeFile(join(folder, "data", "outrider.db"), "no database".repeat(1000));
    const again = await openTestHost({ folder });
    const notices = [expect.stringContaining("settings file"), expect.stringContaining("database")];
    expect(again.host.notices).toEqual(notices);
    expect((await again.openWindow().call("app.state", {})).notices).toEqual(notices);
  });

  it("refuses a data folder that another one works on", async () => {
    const { folder } = await openTestHost();
    await expect(openTestHost({ folder })).rejects.toMatchObject({
      kind: "storage",
      message: expect.stringContaining("Another Outrider"),
    });
  });
});
