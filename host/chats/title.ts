import { splitFiles } from "../../contract/attached-files.ts";

const MAXIMUM_LENGTH = 60;

/**
 * A chat's title until the user gives it one: the beginning of its first message, cut between words. Attached files give
 * theirs only where the message has no words of its own.
 */
export function titleOf(firstMessage: string): string {
  const { files, text } = splitFiles(firstMessage);
  const words = text.trim() || (files[0]?.name ?? "");
  const line = words.split(/\s*\n/)[0]?.replace(/\s+/g, " ") ?? "";
  const characters = [...line];
  if (characters.length <= MAXIMUM_LENGTH) return line;
  const beginning = characters.slice(0, MAXIMUM_LENGTH).join("");
  const lastSpace = beginning.lastIndexOf(" ");
  // Some scripts have no spaces, and a single long word is better cut than dropped.
  return `${lastSpace > MAXIMUM_LENGTH / 2 ? beginning.slice(0, lastSpace) : beginning}…`;
}

const IMPORTED = " (imported)";
/** As the contract has it for titles that are typed. */
const LONGEST_TITLE = 200;

/** The title of a chat that came from a file: told apart from the one it was exported from. */
export function importedTitle(title: string): string {
  const plain = title.endsWith(IMPORTED) ? title.slice(0, -IMPORTED.length) : title;
  return `${plain.slice(0, LONGEST_TITLE - IMPORTED.length).trimEnd()}${IMPORTED}`;
}
