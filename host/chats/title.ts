const MAXIMUM_LENGTH = 60;

/** A chat's title until the user gives it one: the beginning of its first message, cut between words. */
export function titleOf(firstMessage: string): string {
  const line = firstMessage.trim().split(/\s*\n/)[0]?.replace(/\s+/g, " ") ?? "";
  const characters = [...line];
  if (characters.length <= MAXIMUM_LENGTH) return line;
  const beginning = characters.slice(0, MAXIMUM_LENGTH).join("");
  const lastSpace = beginning.lastIndexOf(" ");
  // Some scripts have no spaces, and a single long word is better cut than dropped.
  return `${lastSpace > MAXIMUM_LENGTH / 2 ? beginning.slice(0, lastSpace) : beginning}…`;
}
