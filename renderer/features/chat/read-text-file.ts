import type { AttachedFile } from "../../../contract/attached-files.ts";

/** More would fill most contexts by itself. */
export const LARGEST_FILE_BYTES = 1_000_000;

export type FileProblem = "too-large" | "no-text" | "empty";

/** A file as text, or why it cannot be attached. Bytes that are no UTF-8 mean that it is no text. */
export async function readTextFile(
  file: Pick<File, "name" | "size" | "arrayBuffer">,
): Promise<AttachedFile | FileProblem> {
  if (file.size > LARGEST_FILE_BYTES) return "too-large";
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    if (text.includes("\0")) return "no-text";
    return text.trim() === "" ? "empty" : { name: file.name, text };
  } catch {
    return "no-text";
  }
}
