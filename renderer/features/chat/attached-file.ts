/** A text or code file that goes along with a message. */
export interface AttachedFile {
  readonly name: string;
  readonly text: string;
}

/** More would fill most contexts by itself. */
export const LARGEST_FILE_BYTES = 1_000_000;

export type FileProblem = "too-large" | "no-text";

/** A file as text, or why it cannot be attached. Bytes that are no UTF-8 mean that it is no text. */
export async function readTextFile(
  file: Pick<File, "name" | "size" | "arrayBuffer">,
): Promise<AttachedFile | FileProblem> {
  if (file.size > LARGEST_FILE_BYTES) return "too-large";
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    return text.includes("\0") ? "no-text" : { name: file.name, text };
  } catch {
    return "no-text";
  }
}

/** The message with its files before it, each in a fence that nothing in it can close. */
export function withFiles(text: string, files: readonly AttachedFile[]): string {
  return [...files.map(fencedFile), text].filter((part) => part !== "").join("\n\n");
}

function fencedFile({ name, text }: AttachedFile): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const extension = /\.(\w+)$/.exec(name)?.[1] ?? "";
  return `${name}:\n${fence}${extension}\n${text.replace(/\n$/, "")}\n${fence}`;
}
