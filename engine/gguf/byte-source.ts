import { open } from "node:fs/promises";
import { basename } from "node:path";
import { OutriderError } from "../../contract/outrider-error.ts";
import { unreadable } from "./unreadable.ts";

/** Something to read bytes from at any position. A file; in tests also bytes in memory. */
export interface ByteSource {
  /** For messages. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Fills the buffer from that position on and says how many bytes that were: fewer only at the end. */
  read(buffer: Uint8Array, position: number): Promise<number>;
}

/**
 * Opens a file, hands it over, and closes it again.
 *
 * @throws OutriderError not-found, or model-unreadable where the system will not let it be read
 */
export async function withFile<Result>(path: string, use: (source: ByteSource) => Promise<Result>): Promise<Result> {
  const name = basename(path);
  const file = await open(path, "r").catch((cause: unknown) => {
    throw cannotOpen(name, path, cause);
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) {
      throw unreadable(name, "is not a file", "Choose a model file in GGUF format.");
    }
    return await use({
      name,
      size: stats.size,
      read: async (buffer, position) =>
        (
          await file.read(buffer, 0, buffer.length, position).catch((cause: unknown) => {
            throw cannotRead(name, cause);
          })
        ).bytesRead,
    });
  } finally {
    await file.close();
  }
}

function cannotOpen(name: string, path: string, cause: unknown): OutriderError {
  if (codeOf(cause) === "ENOENT" || codeOf(cause) === "ENOTDIR") {
    return new OutriderError(
      "not-found",
      `There is no model file at ${path}. Check the path, or choose another model.`,
      {
        cause,
      },
    );
  }
  return cannotRead(name, cause);
}

function cannotRead(name: string, cause: unknown): OutriderError {
  const code = codeOf(cause);
  const reason =
    code === "EACCES" || code === "EPERM" ? "you have no permission to" : `the system says ${code ?? String(cause)}`;
  return new OutriderError(
    "model-unreadable",
    `${name} cannot be read: ${reason}. Check the file and its permissions, or choose another model.`,
    { cause },
  );
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}
