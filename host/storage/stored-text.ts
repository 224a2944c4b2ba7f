/** A text as SQLite keeps it whole: it takes a NUL for the end, so a replacement character stands in its place. */
export function storedText(text: string): string {
  return text.replaceAll("\0", "\ufffd");
}
