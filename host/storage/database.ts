import { renameSync } from "node:fs";
import { dirname } from "node:path";
import Sqlite, { type Database } from "libsql";
import { z } from "zod";
import { OutriderError } from "../../contract/outrider-error.ts";
import { fileTimestamp } from "../file-timestamp.ts";
import { makeFolder } from "../make-folder.ts";
import { migrations as allMigrations } from "./migrations/index.ts";
import { storing } from "./storage-error.ts";

/** How long a statement waits for another connection, such as a backup tool's. */
const BUSY_MS = 5000;

export interface OpenedDatabase {
  readonly database: Database;
  /** What the user should know about the opening, null where all was well. */
  readonly notice: string | null;
}

/**
 * Opens the database, checks it and brings it up to date. One that is damaged is moved aside, never deleted, and a new
 * one is begun. Throws `storage` where neither is possible.
 */
export function openDatabase(file: string, migrations: readonly string[] = allMigrations): OpenedDatabase {
  return storing(() => {
    makeFolder(dirname(file));
    const sound = openSound(file);
    if (sound !== null) return { database: migrate(sound, file, migrations), notice: null };
    const aside = moveAside(file);
    const fresh = openSound(file);
    if (fresh === null) throw new OutriderError("storage", `A new database could not be begun at ${file}.`);
    return {
      database: migrate(fresh, file, migrations),
      notice: `The database of chats was damaged and could not be opened. A new one was begun; the damaged one was kept as ${aside}.`,
    };
  });
}

/** Null where the file is no sound database. */
function openSound(file: string): Database | null {
  const database = new Sqlite(file, { timeout: BUSY_MS });
  try {
    // WAL with NORMAL: what was committed survives the death of this process at any moment. A power cut may take what
    // came after the last checkpoint, which is why finished replies are followed by one.
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = NORMAL");
    database.pragma("foreign_keys = ON");
    const [first] = z
      .array(z.object({ quick_check: z.string() }))
      .parse(database.prepare("PRAGMA quick_check(1)").all());
    if (first?.quick_check === "ok") return database;
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  database.close();
  return null;
}

function isDamage(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "SQLITE_NOTADB" || (typeof code === "string" && code.startsWith("SQLITE_CORRUPT"));
}

function moveAside(file: string): string {
  const aside = `${file}.damaged-${fileTimestamp()}`;
  for (const suffix of ["-wal", "-shm", ""]) {
    try {
      renameSync(`${file}${suffix}`, `${aside}${suffix}`);
    } catch (error) {
      if (suffix === "") throw error;
    }
  }
  return aside;
}

function migrate(database: Database, file: string, migrations: readonly string[]): Database {
  const version = versionOf(database);
  if (version > migrations.length) {
    database.close();
    throw new OutriderError(
      "storage",
      `The database at ${file} was written by a later version of Outrider. Start that version, or name another data folder in OUTRIDER_DATA.`,
    );
  }
  if (version === migrations.length) return database;
  try {
    if (version > 0) database.prepare("VACUUM INTO ?").run(`${file}.before-${version + 1}-${fileTimestamp()}`);
    database.transaction(() => {
      for (const migration of migrations.slice(version)) database.exec(migration);
      database.exec(`PRAGMA user_version = ${migrations.length}`);
    })();
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function versionOf(database: Database): number {
  return z.object({ user_version: z.int() }).parse(database.prepare("PRAGMA user_version").get()).user_version;
}
