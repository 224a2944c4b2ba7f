/** A whole number as people write it. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** A text that came from a file: in quotes, short, and with nothing in it that moves a terminal's cursor. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
