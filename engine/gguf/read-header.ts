import { withFile } from "./byte-source.ts";
import type { GgufHeader } from "./gguf-header.ts";
import { parseHeader } from "./parse-header.ts";

/**
 * Reads the header of a GGUF file, a few megabytes of it at the most, and checks it before any native code gets to see
 * the file.
 *
 * @throws OutriderError not-found, or model-unreadable with the fault
 */
export function readHeader(path: string): Promise<GgufHeader> {
  return withFile(path, parseHeader);
}
