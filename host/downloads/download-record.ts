import { createHash } from "node:crypto";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { type DownloadId, type DownloadWish, downloadWishSchema } from "../../contract/downloads.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import { readJson } from "../read-json.ts";

/** What has to survive a crash for a download to be gone on with. */
const downloadRecordSchema = z.object({
  wish: downloadWishSchema,
  license: z.string().nullable(),
  files: z.array(
    z.object({
      path: z.string(),
      bytes: z.number(),
      sha256: z.string(),
      /** The server's name for the version whose bytes are on disk. */
      etag: z.string().nullable(),
    }),
  ),
});
export type DownloadRecord = z.infer<typeof downloadRecordSchema>;

const FILE = "download.json";

/** The same file of the same repository is the same download, whatever its version. */
export function downloadIdOf({ repository, file }: DownloadWish): DownloadId {
  return createHash("sha256").update(`${repository}\n${file}`).digest("hex").slice(0, 16);
}

/** Null where there is none that can be understood. */
export function readDownloadRecord(folder: string): Promise<DownloadRecord | null> {
  return readJson(join(folder, FILE), downloadRecordSchema);
}

export async function writeDownloadRecord(folder: string, record: DownloadRecord): Promise<void> {
  try {
    await writeFileAtomic(join(folder, FILE), JSON.stringify(record));
  } catch (cause) {
    throw new OutriderError(
      "storage",
      "The download cannot be written down. Free some space or mend the models folder's permissions, then go on.",
      { cause },
    );
  }
}
