import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { chatDecodingSchema } from "../../../contract/chat-decoding.ts";
import { type ChatStore, createChatStore } from "../../../host/storage/chat-store.ts";
import { openDatabase } from "../../../host/storage/database.ts";
import { sampleChat, sampleMessage, sampleRound } from "../fixtures/sample-records.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

async function freshStore() {
  const file = join(await temporaryFolder(), "outrider.db");
  const { database } = openDatabase(file);
  return { file, database, store: createChatStore(database) };
}

function addConversation(store: ChatStore) {
  const chat = sampleChat();
  const message = sampleMessage({ chatId: chat.id, content: "What is a quokka?" });
  const reply = sampleMessage({
    chatId: chat.id,
    parentId: message.id,
    role: "assistant",
    content: "",
    state: { status: "streaming" },
  });
  store.saveChat(chat);
  store.addMessage(message);
  store.addMessage(reply);
  return { chat, message, reply };
}

describe("the chat store", () => {
  it("gives back what was put in, over a reopening", async () => {
    const { file, store } = await freshStore();
    const { chat, message, reply } = addConversation(store);
    store.appendRounds(reply.id, [sampleRound(0), sampleRound(1)]);
    store.close();
    const reopened = createChatStore(openDatabase(file).database);
    expect(reopened.chats()).toEqual([chat]);
    expect(reopened.messages(chat.id)).toEqual([message, { ...reply, roundCount: 2 }]);
    expect(reopened.rounds(reply.id)).toEqual([sampleRound(0), sampleRound(1)]);
    expect(reopened.rounds(reply.id, 1)).toEqual([sampleRound(1)]);
  });

  it("loses nothing of a text with a NUL in it, which ends a text for SQLite", async () => {
    const { store } = await freshStore();
    const chat = sampleChat({ title: "One\0two", systemPrompt: "\0" });
    store.saveChat(chat);
    expect(store.chat(chat.id)).toMatchObject({ title: "One\ufffdtwo", systemPrompt: "\ufffd" });
    const message = sampleMessage({ chatId: chat.id, content: "before\0after" });
    store.addMessage(message);
    expect(store.message(message.id)?.content).toBe("before\ufffdafter");
    store.changeMessage(message.id, { ...message, content: "\0\0end" });
    expect(store.message(message.id)?.content).toBe("\ufffd\ufffdend");
    expect(store.search("after", 9)).toEqual([]);
    expect(store.search("end", 9)).toHaveLength(1);
  });

  it("keeps what a chat was last used with; what cannot be understood of it counts as not kept", async () => {
    const { file, store } = await freshStore();
    const used = sampleChat({
      pair: { targetId: "big", draftId: null },
      decoding: chatDecodingSchema.parse({ drafter: "lookup", k: "auto", temperature: 0.7, seed: 3 }),
    });
    store.saveChat(sampleChat({ id: used.id }));
    store.saveChat(used);
    store.close();
    const reopened = openDatabase(file).database;
    expect(createChatStore(reopened).chats()).toEqual([used]);
    reopened.prepare("UPDATE chats SET pair = '[]', decoding = 'half'").run();
    expect(createChatStore(reopened).chat(used.id)).toEqual({ ...used, pair: null, decoding: null });
  });

  it("lists the chat that changed last first", async () => {
    const { store } = await freshStore();
    const [older, newer] = [sampleChat({ updatedAt: 1 }), sampleChat({ updatedAt: 2 })];
    store.saveChat(newer);
    store.saveChat(older);
    expect(store.chats()).toEqual([newer, older]);
    store.saveChat({ ...older, title: "Renamed", updatedAt: 3 });
    expect(store.chats().map(({ title }) => title)).toEqual(["Renamed", "A chat"]);
  });

  it("removes a chat with all that hangs on it", async () => {
    const { store, database } = await freshStore();
    const { chat, reply } = addConversation(store);
    store.appendRounds(reply.id, [sampleRound(0)]);
    store.removeChat(chat.id);
    store.purgeRemoved();
    const left = ["chats", "messages", "rounds"].map(
      (table) => database.prepare(`SELECT * FROM ${table}`).all().length,
    );
    expect(left).toEqual([0, 0, 0]);
  });

  it("brings a removed chat back until it is purged", async () => {
    const { store } = await freshStore();
    const { chat, message } = addConversation(store);
    store.removeChat(chat.id);
    expect([store.chats(), store.chat(chat.id), store.search("quokka", 9)]).toEqual([[], null, []]);
    expect(store.restoreChat(chat.id)).toEqual(chat);
    expect(store.messages(chat.id)[0]).toEqual(message);
    store.purgeRemoved();
    expect(store.chats()).toHaveLength(1);
    store.removeChat(chat.id);
    store.purgeRemoved(chat.id);
    expect(store.restoreChat(chat.id)).toBeNull();
  });

  it("finds every word of a search, the last one by its beginning, whatever else was typed", async () => {
    const { store } = await freshStore();
    const { chat, message, reply } = addConversation(store);
    store.changeMessage(reply.id, {
      content: "The quokka, a small macropod, lives on Rottnest Island.",
      state: { status: "complete" },
      summary: null,
    });
    const [hit, ...others] = store.search("SMALL quok", 9);
    expect(others).toEqual([]);
    expect(hit).toMatchObject({ chatId: chat.id, messageId: reply.id, title: "A chat" });
    expect(hit?.snippet.filter(({ match }) => match).map(({ text }) => text)).toEqual(["quokka", "small"]);
    expect(store.search("quokka", 9)).toHaveLength(2);
    expect(store.search("quokka", 1)).toHaveLength(1);
    expect(store.search(`"quokka" OR what* NEAR(`, 9)).toEqual([]);
    expect(store.search('  "*^- ', 9)).toEqual([]);
    expect(store.search("a chat", 9)).toContainEqual({
      chatId: chat.id,
      title: "A chat",
      messageId: null,
      snippet: [],
    });
    expect(store.search("what quokka", 9)[0]?.messageId).toBe(message.id);
  });

  it("appends a batch whole or not at all", async () => {
    const { store } = await freshStore();
    const { reply } = addConversation(store);
    store.appendRounds(reply.id, [sampleRound(0)]);
    expect(() => store.appendRounds(reply.id, [sampleRound(1), sampleRound(0)])).toThrow(
      expect.objectContaining({ kind: "storage" }),
    );
    expect(store.rounds(reply.id)).toEqual([sampleRound(0)]);
  });

  it("keeps the texts findable as messages come, change and go", async () => {
    const { store, database } = await freshStore();
    const { message, reply } = addConversation(store);
    const find = (word: string) =>
      database
        .prepare(
          "SELECT id FROM messages JOIN message_texts ON number = message_texts.rowid WHERE message_texts MATCH ?",
        )
        .all(word).length;
    expect(find("quokka")).toBe(1);
    store.changeMessage(reply.id, {
      content: "A quokka is a marsupial.",
      state: { status: "complete" },
      summary: null,
    });
    expect([find("quokka"), find("marsupial")]).toEqual([2, 1]);
    store.changeMessage(reply.id, { content: "A small macropod.", state: { status: "complete" }, summary: null });
    expect([find("quokka"), find("marsupial")]).toEqual([1, 0]);
    store.removeMessage(message.id);
    expect([find("quokka"), find("macropod")]).toEqual([0, 0]);
    database.exec("INSERT INTO message_texts (message_texts) VALUES ('integrity-check')");
  });

  it("fails what an earlier process left unfinished, keeping the part that was there", async () => {
    const { store } = await freshStore();
    const { reply, message } = addConversation(store);
    store.appendRounds(reply.id, [sampleRound(0), sampleRound(1)]);
    const error = { kind: "internal", message: "Outrider ended." } as const;
    expect(store.failUnfinished(error)).toBe(1);
    expect(store.failUnfinished(error)).toBe(0);
    expect(store.message(reply.id)).toMatchObject({
      content: "w0 w1 ",
      state: { status: "failed", error },
      roundCount: 2,
    });
    expect(store.message(message.id)?.state).toEqual({ status: "complete" });
  });

  it("still opens a chat whose summary no longer says enough", async () => {
    const { store, database } = await freshStore();
    const { chat, reply } = addConversation(store);
    database.prepare("UPDATE messages SET summary = ? WHERE id = ?").run(`{"text":"old"}`, reply.id);
    expect(store.messages(chat.id)[1]?.summary).toBeNull();
  });

  it("has every acknowledged round after the writer was killed in the middle", async () => {
    const { file, store } = await freshStore();
    const { reply } = addConversation(store);
    store.close();
    const program = fileURLToPath(new URL("../fixtures/round-writer.ts", import.meta.url));
    const writer = spawn(process.execPath, ["--import", "tsx", program, file, reply.id]);
    let acknowledged = 0;
    for await (const line of createInterface(writer.stdout)) {
      acknowledged = Number(line);
      if (acknowledged >= 200) writer.kill("SIGKILL");
    }
    if (writer.exitCode === null && writer.signalCode === null) await once(writer, "exit");
    expect(writer.signalCode).toBe("SIGKILL");
    const { database, notice } = openDatabase(file);
    const rounds = createChatStore(database).rounds(reply.id);
    expect(notice).toBeNull();
    expect(acknowledged).toBeGreaterThanOrEqual(200);
    expect(rounds.length).toBeGreaterThanOrEqual(acknowledged);
    expect(rounds.map(({ index }) => index)).toEqual([...rounds.keys()]);
  });
});
