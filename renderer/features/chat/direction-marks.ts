/** The characters that turn the direction of what follows (UAX #9): in code they can hide what it does (CVE-2021-42574). */
const MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The text with such characters replaced by their names. */
export function showDirectionMarks(text: string): string {
  return text.replace(MARKS, (mark) => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}
