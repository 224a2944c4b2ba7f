import { createHash } from "node:crypto";
import type { FileIdentity } from "../../contract/costs.ts";
import { withFile } from "../gguf/byte-source.ts";

const START_BYTES = 2 ** 20;

/**
 * A cheap identity: hashing gigabytes would take longer than measuring what it is asked for.
 *
 * @throws OutriderError not-found or model-unreadable
 */
export function identifyFile(path: string): Promise<FileIdentity> {
  return withFile(path, async ({ size, read }) => {
    const start = new Uint8Array(Math.min(START_BYTES, size));
    const count = await read(start, 0);
    return { bytes: size, startHash: createHash("sha256").update(start.subarray(0, count)).digest("hex") };
  });
}
