import type { Database } from "libsql";
import type { Chat, Message, SearchHit } from "../../contract/chats.ts";
import type { ErrorRecord } from "../../contract/outrider-error.ts";
import type { Round } from "../../contract/trace.ts";
import { chatOfRow, hitOfRow, MATCH_END, MATCH_START, messageOfRow, roundOfRow } from "./rows.ts";
import { fullTextQuery } from "./search-query.ts";
import { storing } from "./storage-error.ts";
import { storedText } from "./stored-text.ts";

/** The parts of a message that change after it was written. */
export type MessageChange = Pick<Message, "state" | "content" | "summary">;

/** Chats, their messages and the messages' rounds on disk. Every call is one transaction and may throw `storage`. */
export interface ChatStore {
  /** The latest first. */
  chats(): Chat[];
  chat(id: string): Chat | null;
  /** Adds a chat or replaces what it says. */
  saveChat(chat: Chat): void;
  /** Takes it out of everything but `restoreChat`. */
  removeChat(id: string): void;
  /** Null where it is gone for good. */
  restoreChat(id: string): Chat | null;
  /** Removed chats go for good, with their messages and rounds: the one named, or all of them. */
  purgeRemoved(id?: string): void;
  /** Places where every word occurs, in titles and messages of chats that are there; the best first, so many at most. */
  search(typed: string, limit: number): SearchHit[];
  /** In the order of writing. */
  messages(chatId: string): Message[];
  message(id: string): Message | null;
  addMessage(message: Message): void;
  changeMessage(id: string, change: MessageChange): void;
  /** What answers it too. */
  removeMessage(id: string): void;
  appendRounds(messageId: string, rounds: readonly Round[]): void;
  /** What one message had on record is now another's. */
  moveRounds(fromId: string, toId: string): void;
  /** From a round's index on, at most so many. */
  rounds(messageId: string, from?: number, limit?: number): Round[];
  /**
   * Replies that an earlier process left unfinished become failed, with what they had as their content. Returns how
   * many there were.
   */
  failUnfinished(error: ErrorRecord): number;
  /** Brings everything committed to safety against a power cut. */
  checkpoint(): void;
  /** Several changes that count together or not at all. */
  together<Result>(work: () => Result): Result;
  close(): void;
}

const MESSAGE_COLUMNS = `id, chat_id, parent_id, role, content, state, created_at, summary,
  (SELECT count(*) FROM rounds WHERE message_id = messages.id) AS round_count`;

export function createChatStore(database: Database): ChatStore {
  const sql = {
    chats: database.prepare("SELECT * FROM chats WHERE removed_at IS NULL ORDER BY updated_at DESC, rowid DESC"),
    chat: database.prepare("SELECT * FROM chats WHERE id = ? AND removed_at IS NULL"),
    saveChat: database.prepare(
      `INSERT INTO chats (id, title, system_prompt, leaf_id, pinned, pair, decoding, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET title = excluded.title, system_prompt = excluded.system_prompt,
         leaf_id = excluded.leaf_id, pinned = excluded.pinned, pair = excluded.pair, decoding = excluded.decoding,
         updated_at = excluded.updated_at`,
    ),
    removeChat: database.prepare("UPDATE chats SET removed_at = ? WHERE id = ?"),
    restoreChat: database.prepare("UPDATE chats SET removed_at = NULL WHERE id = ?"),
    purge: database.prepare("DELETE FROM chats WHERE removed_at IS NOT NULL AND id = ?"),
    purgeAll: database.prepare("DELETE FROM chats WHERE removed_at IS NOT NULL"),
    searchTitles: database.prepare(
      `SELECT id AS chat_id, title, NULL AS message_id, '' AS snippet FROM chats
       WHERE removed_at IS NULL AND instr(lower(title), lower(?)) > 0 ORDER BY updated_at DESC LIMIT ?`,
    ),
    searchMessages: database.prepare(
      `SELECT chats.id AS chat_id, title, messages.id AS message_id,
         snippet(message_texts, 0, '${MATCH_START}', '${MATCH_END}', '…', 16) AS snippet
       FROM message_texts JOIN messages ON number = message_texts.rowid JOIN chats ON chats.id = chat_id
       WHERE message_texts MATCH ? AND removed_at IS NULL ORDER BY rank LIMIT ?`,
    ),
    messages: database.prepare(`SELECT ${MESSAGE_COLUMNS} FROM messages WHERE chat_id = ? ORDER BY number`),
    message: database.prepare(`SELECT ${MESSAGE_COLUMNS} FROM messages WHERE id = ?`),
    unfinished: database.prepare(
      `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE status IN ('waiting', 'streaming') ORDER BY number`,
    ),
    addMessage: database.prepare(
      `INSERT INTO messages (id, chat_id, parent_id, role, content, status, state, created_at, summary)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    changeMessage: database.prepare("UPDATE messages SET content = ?, status = ?, state = ?, summary = ? WHERE id = ?"),
    removeMessage: database.prepare("DELETE FROM messages WHERE id = ?"),
    addRound: database.prepare("INSERT INTO rounds (message_id, round_index, round) VALUES (?, ?, ?)"),
    moveRounds: database.prepare("UPDATE rounds SET message_id = ? WHERE message_id = ?"),
    rounds: database.prepare(
      "SELECT round FROM rounds WHERE message_id = ? AND round_index >= ? ORDER BY round_index LIMIT ?",
    ),
  };

  /** SQLite takes a negative limit for none. */
  const rounds = (messageId: string, from = 0, limit = -1): Round[] =>
    sql.rounds.all(messageId, from, limit).map(roundOfRow);

  function changeMessage(id: string, { content, state, summary }: MessageChange): void {
    sql.changeMessage.run(storedText(content), state.status, JSON.stringify(state), jsonOrNull(summary), id);
  }

  function together<Result>(work: () => Result): Result {
    // A transaction inside another is part of it.
    return storing(() => (database.inTransaction ? work() : database.transaction(work)()));
  }

  return {
    chats: () => storing(() => sql.chats.all().map(chatOfRow)),
    chat: (id) => storing(() => optional(sql.chat.get(id), chatOfRow)),
    saveChat: ({ id, title, systemPrompt, leafId, pinned, pair, decoding, createdAt, updatedAt }) => {
      const row = [
        id,
        storedText(title),
        storedText(systemPrompt),
        leafId,
        pinned ? 1 : 0,
        jsonOrNull(pair),
        jsonOrNull(decoding),
      ];
      storing(() => sql.saveChat.run(...row, createdAt, updatedAt));
    },
    removeChat: (id) => {
      storing(() => sql.removeChat.run(Date.now(), id));
    },
    restoreChat: (id) =>
      storing(() => {
        sql.restoreChat.run(id);
        return optional(sql.chat.get(id), chatOfRow);
      }),
    purgeRemoved: (id) => {
      storing(() => (id === undefined ? sql.purgeAll.run() : sql.purge.run(id)));
    },
    search: (typed, limit) =>
      storing(() => {
        const query = fullTextQuery(typed);
        if (query === null) return [];
        const rows = [...sql.searchTitles.all(typed.trim(), limit), ...sql.searchMessages.all(query, limit)];
        return rows.slice(0, limit).map(hitOfRow);
      }),
    messages: (chatId) => storing(() => sql.messages.all(chatId).map(messageOfRow)),
    message: (id) => storing(() => optional(sql.message.get(id), messageOfRow)),
    addMessage: ({ id, chatId, parentId, role, content, state, createdAt, summary }) => {
      const row = [id, chatId, parentId, role, storedText(content), state.status, JSON.stringify(state), createdAt];
      storing(() => sql.addMessage.run(...row, jsonOrNull(summary)));
    },
    changeMessage: (id, change) => storing(() => changeMessage(id, change)),
    removeMessage: (id) => {
      storing(() => sql.removeMessage.run(id));
    },
    appendRounds: (messageId, added) => {
      together(() => {
        for (const round of added) sql.addRound.run(messageId, round.index, JSON.stringify(round));
      });
    },
    moveRounds: (fromId, toId) => {
      storing(() => sql.moveRounds.run(toId, fromId));
    },
    rounds: (messageId, from, limit) => storing(() => rounds(messageId, from, limit)),
    failUnfinished: (error) =>
      together(() => {
        const unfinished = sql.unfinished.all().map(messageOfRow);
        for (const { id } of unfinished) {
          const content = rounds(id)
            .flatMap(({ emitted }) => emitted.map(({ text }) => text))
            .join("");
          changeMessage(id, { content, state: { status: "failed", error }, summary: null });
        }
        return unfinished.length;
      }),
    checkpoint: () => {
      storing(() => database.prepare("PRAGMA wal_checkpoint(PASSIVE)").get());
    },
    together,
    close: () => {
      // Prepared statements may keep the connection half open, and with it the write-ahead log.
      storing(() => database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get());
      database.close();
    },
  };

  function optional<Value>(row: unknown, convert: (row: unknown) => Value): Value | null {
    return row === undefined ? null : convert(row);
  }
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
