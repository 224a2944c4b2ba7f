import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settingsSchema } from "../../contract/settings.ts";
import { createHost } from "../../host/create-host.ts";
import type { EngineProcess } from "../../host/engine/engine-process.ts";
import { forkLauncher } from "../../host/engine/fork-port.ts";
import type { Host } from "../../host/host.ts";
import { openCostStore } from "../../host/pair/kept-costs.ts";
import { connectTestWindow, ended, type TestWindow } from "./fixtures/test-window.ts";

/** The real engine, the real pair, the whole host: what a window gets. */

const engines: EngineProcess[] = [];
let folder: string;
let host: Host;
let window: TestWindow;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outrider-test-"));
  await writeFile(join(folder, "letter.gguf"), "Dear reader, this is no model. ".repeat(100));
  host = await createHost({
    version: "0.0.0",
    shell: "web",
    actions: { openLink: async () => false },
    dataFolder: join(folder, "data"),
    modelsFolder: folder,
    bundledFolder: fileURLToPath(new URL("../../native-models", import.meta.url)),
    launchEngine: () => {
      const engine = forkLauncher()();
      engines.push(engine);
      return engine;
    },
  });
  window = connectTestWindow(host);
  const { decoding, load } = settingsSchema.parse({});
  // One thread: with two, other work on a machine of two cores would slow replies by orders of magnitude.
  await window.call("settings.update", {
    patch: { decoding: { ...decoding, maxTokens: 70 }, load: { ...load, threads: 1 } },
  });
});

afterAll(async () => {
  await host.close();
  expect(engines.every((engine) => engine.exit() !== null)).toBe(true);
  await rm(folder, { recursive: true, force: true });
});

const question = "Explain gravity in simple terms.";

describe("the host with the bundled pair", () => {
  it("knows the pair, and a file that only looks like a model", async () => {
    const models = await window.call("models.refresh", {});
    const [target, draft, letter] = models;
    expect(target).toMatchObject({
      id: "smollm2-135m-instruct-q4_1",
      problem: null,
      header: { architecture: "llama" },
    });
    expect(draft).toMatchObject({ id: "smollm2-135m-instruct-draft-4l-q8_0", problem: null });
    expect(letter).toMatchObject({ header: null, problem: { kind: "model-unreadable" } });
    const fits = await window.call("models.fits", { targetId: target?.id ?? "" });
    expect(fits[draft?.id ?? ""]).toMatchObject({ fits: true });
    expect(Object.keys(fits)).toHaveLength(2);
  });

  it("answers with rounds that make up the reply, and re-uses both caches in the next turn", async () => {
    const first = await window.call("chats.send", { chatId: null, text: question });
    const one = await window.until(first.reply.id, ended);
    expect(one.state.status).toBe("complete");
    expect(one.summary?.accepted).toBeGreaterThan(0);
    const { rounds } = await window.call("replies.trace", { messageId: first.reply.id });
    const emitted = rounds.flatMap((round) => round.emitted);
    expect(emitted.map(({ text }) => text).join("")).toBe(one.content);
    expect(emitted.map(({ id }) => id)).toEqual(one.summary?.tokens);
    expect(rounds.some((round) => round.drafted.some(({ verdict }) => verdict === "rejected"))).toBe(true);
    expect(rounds[0]?.candidates?.length).toBeGreaterThan(0);

    const second = await window.call("chats.send", { chatId: first.chat.id, text: "Now in one sentence." });
    const two = await window.until(second.reply.id, ended);
    const kept = (one.summary?.promptTokens ?? 0) + (one.summary?.tokens.length ?? 0) - 2;
    expect(two.summary?.cachedTokens.target).toBeGreaterThanOrEqual(kept);
    expect(two.summary?.cachedTokens.draft).toBeGreaterThanOrEqual(kept);
  });

  it("keeps what passes cost for the next start", async () => {
    const store = openCostStore(join(folder, "data"));
    await expect.poll(() => store.all()).toHaveLength(1);
    const [kept] = await store.all();
    expect(kept?.circumstances).toMatchObject({ threads: 1, gpuLayers: 0, draftGpuLayers: 0, kvType: "f16" });
    expect(kept?.draft.length).toBeGreaterThan(0);
    // Those of the default k were never measured at load.
    expect(kept?.target.map(({ width }) => width)).toContain(5);
  });

  it("says what a guess of the draft costs, as it was measured", async () => {
    const [target, draft] = await window.call("models.refresh", {});
    const costs = await window.call("models.costs", { targetId: target?.id ?? "" });
    expect(Object.keys(costs)).toEqual([draft?.id]);
    expect(Object.values(costs)[0]).toBeGreaterThan(0);
  });

  it("lets the draft go, and takes it back, without reading the chat again", async () => {
    const [target, draft] = await window.call("models.refresh", {});
    const choose = (draftId: string | null) =>
      window.call("pair.select", { choice: { targetId: target?.id ?? "", draftId } });
    const first = await window.call("chats.send", { chatId: null, text: "Name a colour." });
    let before = await window.until(first.reply.id, ended);
    for (const draftId of [null, draft?.id ?? null]) {
      expect(await choose(draftId)).toMatchObject({ state: "loaded", choice: { draftId } });
      const { reply } = await window.call("chats.send", { chatId: first.chat.id, text: "And another one." });
      const after = await window.until(reply.id, ended);
      const kept = (before.summary?.promptTokens ?? 0) + (before.summary?.tokens.length ?? 0) - 2;
      expect(after.summary?.cachedTokens.target).toBeGreaterThanOrEqual(kept);
      expect(after.summary?.cachedTokens.draft).toBe(draftId === null ? null : 0);
      before = after;
    }
  });

  it("drafts with another k from the next round on", async () => {
    const { reply } = await window.call("chats.send", { chatId: null, text: question });
    await window.untilRounds(reply.id, 3);
    await window.call("replies.set-k", { messageId: reply.id, k: 2 });
    const done = await window.until(reply.id, ended);
    const { rounds } = await window.call("replies.trace", { messageId: reply.id });
    const ks = rounds.map(({ k }) => k);
    const change = ks.indexOf(2);
    expect(ks[0]).toBe(4);
    expect(change).toBeGreaterThan(0);
    expect(ks.slice(0, change).every((k) => k === 4)).toBe(true);
    expect(ks.slice(change).every((k) => k <= 2)).toBe(true);
    expect(done.state.status).toBe("complete");
  });

  it("stops and keeps the part", async () => {
    const { reply } = await window.call("chats.send", { chatId: null, text: question });
    await window.untilRounds(reply.id, 5);
    await window.call("replies.stop", { messageId: reply.id });
    const stopped = await window.until(reply.id, ended);
    expect(stopped).toMatchObject({ state: { status: "stopped" }, summary: { finishReason: "aborted" } });
    expect(stopped.roundCount).toBeGreaterThanOrEqual(5);
    expect(stopped.content.length).toBeGreaterThan(0);
  });

  it("survives the death of its engine in mid-reply: the part is kept, the next message works", async () => {
    const { chat, reply } = await window.call("chats.send", { chatId: null, text: question });
    await window.untilRounds(reply.id, 5);
    const pid = engines.at(-1)?.pid;
    expect(pid).toBeTypeOf("number");
    process.kill(pid ?? 0, "SIGKILL");
    const failed = await window.until(reply.id, ended);
    expect(failed.state).toMatchObject({ status: "failed", error: { kind: "engine-crashed" } });
    expect(failed.content.length).toBeGreaterThan(0);
    expect((await window.call("chats.open", { chatId: chat.id })).messages[1]).toEqual(failed);

    const next = await window.call("chats.send", { chatId: chat.id, text: "Go on." });
    expect((await window.until(next.reply.id, ended)).state.status).toBe("complete");
    expect(engines).toHaveLength(2);
  });

  it("refuses a file that is no model with a clear error, and keeps working", async () => {
    const letter = (await window.call("models.refresh", {})).find(({ name }) => name === "letter");
    const choice = { targetId: letter?.id ?? "", draftId: null };
    expect(await window.call("pair.select", { choice })).toMatchObject({
      state: "failed",
      choice,
      error: { kind: "model-unreadable", message: expect.stringContaining("letter.gguf") },
    });
    const { reply } = await window.call("chats.send", { chatId: null, text: question });
    expect((await window.until(reply.id, ended)).state).toMatchObject({
      status: "failed",
      error: { kind: "model-unreadable" },
    });

    await window.call("settings.update", { patch: { pair: null } });
    const { reply: good } = await window.call("chats.retry", { chatId: reply.chatId });
    expect((await window.until(good.id, ended)).state.status).toBe("complete");
  });
});
