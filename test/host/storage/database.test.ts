import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { copyFile, mkdir, readdir, stat, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import Sqlite from "libsql";
import { describe, expect, it } from "vitest";
import { createChatStore } from "../../../host/storage/chat-store.ts";
import { lockDataFolder } from "../../../host/storage/data-lock.ts";
import { openDatabase } from "../../../host/storage/database.ts";
import { migrations } from "../../../host/storage/migrations/index.ts";
import { sampleChat, sampleMessage } from "../fixtures/sample-records.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const fileIn = async () => join(await temporaryFolder(), "data", "outrider.db");
const names = (file: string) => readdir(dirname(file));

function readVersion(file: string): unknown {
  const database = new Sqlite(file, { readonly: true });
  const version: unknown = database.prepare("PRAGMA user_version").get();
  database.close();
  return version;
}

async function filled(): Promise<string> {
  const file = await fileIn();
  const { database } = openDatabase(file);
  const store = createChatStore(database);
  for (let chat = 0; chat < 50; chat++) {
    const { id } = sampleChat();
    store.saveChat(sampleChat({ id }));
    for (let message = 0; message < 10; message++)
      store.addMessage(sampleMessage({ chatId: id, content: "x".repeat(500) }));
  }
  store.close();
  return file;
}

describe("openDatabase", () => {
  it("begins a database where there is none", async () => {
    const file = await fileIn();
    const { database, notice } = openDatabase(file);
    expect(notice).toBeNull();
    expect(createChatStore(database).chats()).toEqual([]);
  });

  it.each([
    ["is something else", (file: string) => writeFile(file, "not a database ".repeat(1000))],
    ["was cut short", (file: string) => truncate(file, 8192)],
  ])("moves a file aside that %s, and begins anew", async (_, damage) => {
    const file = await filled();
    await damage(file);
    const { database, notice } = openDatabase(file);
    expect(notice).toContain("damaged");
    expect(createChatStore(database).chats()).toEqual([]);
    expect((await names(file)).some((name) => name.includes("damaged"))).toBe(true);
    database.close();
    expect(openDatabase(file).notice).toBeNull();
  });

  it("brings an older database up to date and keeps a copy of it", async () => {
    const file = await filled();
    const { database } = openDatabase(file, [...migrations, "CREATE TABLE later (word TEXT)"]);
    database.exec("INSERT INTO later VALUES ('new')");
    expect(createChatStore(database).chats()).toHaveLength(50);
    const copy = (await names(file)).find((name) => name.includes(`.before-${migrations.length + 1}-`));
    expect(createChatStore(openDatabase(join(dirname(file), copy ?? "")).database).chats()).toHaveLength(50);
  });

  /** Files that Outrider itself wrote, with the bundled pair, when it knew so many migrations. */
  it.each([1, 2, 3])("reads all that version %i wrote, and keeps the file as it was beside it", async (version) => {
    const file = await fileIn();
    await mkdir(dirname(file));
    await copyFile(new URL(`../fixtures/databases/version-${version}.db`, import.meta.url), file);
    const { database, notice } = openDatabase(file);
    expect(notice).toBeNull();
    const store = createChatStore(database);
    const [chat, ...others] = store.chats();
    expect(others).toEqual([]);
    const messages = store.messages(chat?.id ?? "");
    expect(messages.map(({ content }) => content)).toEqual([
      "What is a quokka?",
      expect.stringContaining("Australia"),
      "Say hello.",
      "Hello, welcome to the world of quokkas!",
    ]);
    // What did not exist then is as in a chat that was never touched since; the branch shown is the one there was.
    expect(chat).toMatchObject({ title: "What is a quokka?", pinned: false, pair: null, decoding: null });
    expect(chat?.leafId).toBe(messages.at(-1)?.id);
    const reply = messages[1];
    expect(reply?.summary?.settings.k).toBe(3);
    expect(store.rounds(reply?.id ?? "")).toHaveLength(reply?.roundCount ?? 0);
    expect(store.search("kangaroo", 9).map(({ messageId }) => messageId)).toEqual([reply?.id]);

    const copy = (await names(file)).find((name) => name.includes(`.before-${version + 1}-`));
    expect(readVersion(join(dirname(file), copy ?? ""))).toMatchObject({ user_version: version });
    expect(readVersion(file)).toMatchObject({ user_version: migrations.length });
  });

  it("lets chats of before pins and removals be pinned, removed and brought back", async () => {
    const file = await fileIn();
    await mkdir(dirname(file));
    await copyFile(new URL("../fixtures/databases/version-2.db", import.meta.url), file);
    const store = createChatStore(openDatabase(file).database);
    const [chat] = store.chats();
    if (chat === undefined) throw new Error("the old chat is not there");
    store.saveChat({ ...chat, pinned: true });
    store.removeChat(chat.id);
    expect(store.chats()).toEqual([]);
    expect(store.restoreChat(chat.id)).toEqual({ ...chat, pinned: true });
    store.close();
    expect(createChatStore(openDatabase(file).database).chats()).toEqual([{ ...chat, pinned: true }]);
  });

  it("gives an old chat without messages no branch to show", async () => {
    const file = await fileIn();
    const { database } = openDatabase(file, migrations.slice(0, 1));
    const id = randomUUID();
    database.prepare("INSERT INTO chats VALUES (?, 'Old', '', 1, 1)").run(id);
    database.close();
    expect(createChatStore(openDatabase(file).database).chat(id)).toMatchObject({ title: "Old", leafId: null });
  });

  it("leaves the database as it was when a migration fails", async () => {
    const file = await filled();
    const broken = [...migrations, "CREATE TABLE half (word TEXT)", "nonsense"];
    expect(() => openDatabase(file, broken)).toThrow(expect.objectContaining({ kind: "storage" }));
    const { database, notice } = openDatabase(file);
    expect(notice).toBeNull();
    expect(createChatStore(database).chats()).toHaveLength(50);
    expect(database.prepare("SELECT name FROM sqlite_master WHERE name = 'half'").all()).toEqual([]);
  });

  it("does not touch a database of a later version", async () => {
    const file = await filled();
    openDatabase(file, [...migrations, "CREATE TABLE later (word TEXT)"]).database.close();
    expect(() => openDatabase(file)).toThrow("later version of Outrider");
  });

  it("says what to do when the folder cannot be used", async () => {
    const file = join(await fileIn(), "outrider.db");
    await writeFile(dirname(dirname(file)), "a file in the folder's place").catch(() => {});
    expect(() => openDatabase(file)).toThrow(expect.objectContaining({ kind: "storage" }));
  });
});

describe("lockDataFolder", () => {
  it("says what is wrong with a folder that cannot be one, and what to do", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "not a folder");
    const advice = "Mend that, or name another folder in OUTRIDER_DATA or OUTRIDER_MODELS.";
    expect(() => lockDataFolder(file)).toThrow(`The folder ${file} cannot be used: a file has its name. ${advice}`);
    expect(() => lockDataFolder(join(file, "data"))).toThrow("a part of its path is a file");
  });

  it("lets one process in at a time", async () => {
    const folder = await temporaryFolder();
    const release = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow("Another Outrider is running");
    release();
    lockDataFolder(folder)();
  });

  it.skipIf(process.platform === "win32")("makes a folder that nobody else can look into", async () => {
    const folder = join(await temporaryFolder(), "new", "data");
    lockDataFolder(folder)();
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it("is let go of by a process that was killed", async () => {
    const folder = await temporaryFolder();
    const lock = JSON.stringify(new URL("../../../host/storage/data-lock.ts", import.meta.url).href);
    const script = `const { lockDataFolder } = await import(${lock}); lockDataFolder(${JSON.stringify(folder)}); process.kill(process.pid, "SIGKILL");`;
    const { signal } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]);
    expect(signal).toBe("SIGKILL");
    lockDataFolder(folder)();
  });
});
