/**
 * Text and code files that go along with a message. They are part of its text, which is what the model reads, what is
 * searched and what is exported; this is how they are put into it and found in it again.
 */
export interface AttachedFile {
  readonly name: string;
  readonly text: string;
}

/** The message with its files before it, each in a fence that nothing in it can close. */
export function withFiles(text: string, files: readonly AttachedFile[]): string {
  return [...files.map(fencedFile), text].filter((part) => part !== "").join("\n\n");
}

/** The files a message begins with, and the rest of it. A message that `withFiles` did not write is all rest. */
export function splitFiles(message: string): { readonly files: readonly AttachedFile[]; readonly text: string } {
  const files: AttachedFile[] = [];
  let text = message;
  for (let next = leadingFile(text); next !== null; next = leadingFile(text)) {
    files.push(next.file);
    text = next.rest;
  }
  return withFiles(text, files) === message ? { files, text } : { files: [], text: message };
}

function leadingFile(text: string): { readonly file: AttachedFile; readonly rest: string } | null {
  const { name, fence, opening } = /^(?<opening>(?<name>[^\n]+):\n(?<fence>`{3,})\w*\n)/.exec(text)?.groups ?? {};
  if (name === undefined || fence === undefined || opening === undefined) return null;
  const closing = `\n${fence}`;
  const end = text.indexOf(closing, opening.length);
  const after = end === -1 ? null : text.slice(end + closing.length);
  if (after === null || (after !== "" && !after.startsWith("\n\n"))) return null;
  return { file: { name, text: text.slice(opening.length, end) }, rest: after.slice(2) };
}

function fencedFile({ name, text }: AttachedFile): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const extension = /\.(\w+)$/.exec(name)?.[1] ?? "";
  return `${name}:\n${fence}${extension}\n${text.replace(/\n$/, "")}\n${fence}`;
}
