import { join } from "node:path";
import Sqlite from "libsql";
import { OutriderError } from "../../contract/outrider-error.ts";
import { makeFolder } from "../make-folder.ts";
import { whyUnusable } from "../why-unusable.ts";
import { storing } from "./storage-error.ts";

/**
 * Makes this process the only one that works on a data folder: two would take each other's running replies for leftovers
 * of a crash. Returns the release.
 */
export function lockDataFolder(folder: string): () => void {
  return lockFolder(
    folder,
    `Another Outrider is running with the data folder ${folder}. Use that one, close it first, or name another folder in OUTRIDER_DATA.`,
  );
}

/**
 * Locks a folder, made where it is missing. An open write transaction on a database of its own is a lock that the
 * operating system lets go of when the process dies, however it dies. Returns the release.
 *
 * @throws OutriderError storage, with `refusal` where another process has the lock, else with the reason
 */
export function lockFolder(folder: string, refusal: string): () => void {
  return storing(() => {
    makeLockable(folder);
    const lock = new Sqlite(join(folder, "lock.db"), { timeout: 0 });
    try {
      lock.exec("BEGIN EXCLUSIVE");
    } catch (cause) {
      lock.close();
      throw new OutriderError("storage", refusal, { cause });
    }
    return () => lock.close();
  });
}

function makeLockable(folder: string): void {
  try {
    // What lies in there is nobody else's business on a shared computer.
    makeFolder(folder, 0o700);
  } catch (cause) {
    throw new OutriderError(
      "storage",
      `The folder ${folder} cannot be used: ${whyUnusable(cause)}. Mend that, or name another folder in OUTRIDER_DATA or OUTRIDER_MODELS.`,
      { cause },
    );
  }
}
