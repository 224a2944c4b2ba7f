import { messageOf, OutriderError } from "../../contract/outrider-error.ts";

/** What to do about the errors a person can do something about. */
const remedies: Readonly<Record<string, string>> = {
  SQLITE_FULL: "The disk is full: free some space, then try again.",
  SQLITE_READONLY: "The data folder cannot be written to: mend its permissions, then try again.",
  SQLITE_BUSY: "Another program holds the database: close it, then try again.",
  SQLITE_CANTOPEN: "The data folder cannot be opened: mend its permissions, or name another one in OUTRIDER_DATA.",
  SQLITE_IOERR: "The disk did not answer properly: check it, and make a copy of the data folder.",
};

/** Runs database work; what it throws comes out as `storage`, an OutriderError as it is. */
export function storing<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof OutriderError) throw error;
    const reason = messageOf(error);
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const remedy = Object.entries(remedies).find(([name]) => code.startsWith(name))?.[1];
    throw new OutriderError(
      "storage",
      `The chats could not be read or saved: ${reason}. ${remedy ?? "Start Outrider again."}`,
      {
        cause: error,
        details: code,
      },
    );
  }
}
