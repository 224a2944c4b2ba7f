/** Controls but line feed and tab, and the marks that change the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * What a model says, safe for a terminal: a reply must not be able to move the cursor, set the title or answer for the
 * user. What is taken out is shown by its code point.
 */
export function visibleText(text: string): string {
  return text.replaceAll(unsafe, (character) => `<U+${hexadecimal(character)}>`);
}

function hexadecimal(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
