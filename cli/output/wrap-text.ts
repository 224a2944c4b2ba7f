/**
 * Text broken between words so that no line is longer than `width` characters, except for a single word that is; its own
 * line breaks stay. Every line but the first begins with `indent` blanks, which count.
 */
export function wrapText(text: string, width: number, indent = 0): string {
  const begin = " ".repeat(indent);
  return text
    .split("\n")
    .map((line) => wrapLine(line, width - indent))
    .join("\n")
    .replaceAll("\n", `\n${begin}`);
}

function wrapLine(line: string, width: number): string {
  const lines: string[] = [];
  for (const word of line.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines.splice(-1, 1, `${last} ${word}`);
    else lines.push(word);
  }
  return lines.join("\n");
}
