import { describe, expect, test } from "vitest";
import type { Message, MessageStatus } from "../../../contract/chats.ts";
import { keepDrafts } from "../../../renderer/store/kept-drafts.ts";
import { newestBegun, putMessage } from "../../../renderer/store/message-list.ts";
import { loadedPair, models } from "../scripted-host/fixtures.ts";
import { startSession } from "../support/session.ts";

describe("settings", () => {
  test("a change shows at once and stays over what the host says meanwhile", async () => {
    const { session, host } = await startSession();
    const saving = session.settings.getState().update({ theme: "light" });
    expect(session.settings.getState().settings?.theme).toBe("light");
    session.settings.getState().receive({ ...host.settings(), theme: "dark", tokenView: false });
    expect(session.settings.getState().settings).toMatchObject({ theme: "light", tokenView: false });
    await saving;
    expect(session.settings.getState()).toMatchObject({ pending: [], settings: { theme: "light" } });
  });

  test("a refused change shows the old value again and says why", async () => {
    const { session, host } = await startSession();
    host.refuse("settings.update", { kind: "storage", message: "The disk is full." });
    await expect(session.settings.getState().update({ theme: "light" })).rejects.toMatchObject({ kind: "storage" });
    expect(session.settings.getState().settings?.theme).toBe("auto");
  });
});

describe("models", () => {
  test("asks once what fits a target, and again when the models change", async () => {
    const { session, host } = await startSession();
    const asked = () => host.record.filter((call) => call.name === "models.fits").length;
    await Promise.all([1, 2, 3].map(() => session.models.getState().loadFits(models.target.id)));
    expect(asked()).toBe(1);
    host.setModels([models.target]);
    await session.models.getState().loadFits(models.target.id);
    expect(asked()).toBe(2);
  });

  test("a question that failed is asked again", async () => {
    const { session, host } = await startSession();
    host.refuse("models.fits", { kind: "engine-failed", message: "Busy." });
    expect(await session.models.getState().loadFits(models.target.id)).toMatchObject({ state: "failed" });
    host.refuse("models.fits", null);
    expect(await session.models.getState().loadFits(models.target.id)).toMatchObject({ state: "known" });
  });
});

describe("pair", () => {
  test("remembers the load settings a pair was loaded with", async () => {
    const { session, host } = await startSession();
    const loadedWith = session.pair.getState().loadedWith;
    await session.settings.getState().update({ load: { ...host.settings().load, threads: 3 } });
    expect(session.pair.getState().loadedWith).toEqual(loadedWith);
    const choice = { targetId: models.target.id, draftId: null };
    host.setPair({ state: "loading", choice, fraction: 0 });
    host.setPair({ state: "loaded", choice, pair: loadedPair(false) });
    expect(session.pair.getState().loadedWith?.threads).toBe(3);
  });
});

describe("a list of messages", () => {
  const message = (id: string, parentId: string | null, state: MessageStatus = { status: "complete" }): Message => ({
    id,
    chatId: "chat",
    parentId,
    role: "assistant",
    content: "",
    state,
    createdAt: 0,
    summary: null,
    roundCount: 0,
  });

  test("an answer that an event has overtaken sets nothing back", () => {
    const complete = message("a", null);
    expect(putMessage([complete], message("a", null, { status: "waiting" }))).toEqual([complete]);
    expect(putMessage([message("a", null, { status: "streaming" })], complete)).toEqual([complete]);
  });

  test("of a row of replies the newest that was begun is the one to look at", () => {
    const written = message("a", null, { status: "streaming" });
    const continued = { ...message("b", null, { status: "waiting" }), roundCount: 3 };
    const waiting = message("c", null, { status: "waiting" });
    expect(newestBegun([written, waiting])?.id).toBe("a");
    expect(newestBegun([written, continued, waiting])?.id).toBe("b");
    expect(newestBegun([waiting])?.id).toBe("c");
    expect(newestBegun([])).toBeNull();
  });

  test("a message that comes after its child stands before it", () => {
    expect(putMessage([message("b", "a")], message("a", null)).map(({ id }) => id)).toEqual(["a", "b"]);
  });
});

describe("unsent text", () => {
  test("outlives the window", async () => {
    const stored = new Map<string, string>();
    const storage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    };
    const first = await startSession();
    keepDrafts(first.session.chats, storage);
    first.session.chats.getState().setDraft("new", "half a thought");
    const second = await startSession();
    keepDrafts(second.session.chats, storage);
    expect(second.session.chats.getState().drafts).toEqual({ new: "half a thought" });
  });

  test("damaged storage costs nothing else", async () => {
    const { session } = await startSession();
    const storage = {
      getItem: () => "{ no json",
      setItem: () => {
        throw new Error("full");
      },
    };
    keepDrafts(session.chats, storage);
    session.chats.getState().setDraft("new", "text");
    expect(session.chats.getState().drafts).toEqual({ new: "text" });
  });
});
