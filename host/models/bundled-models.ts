import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { OutriderError } from "../../contract/outrider-error.ts";

const REMEDY = "Install Outrider again; in a source tree, get the file back with `git checkout -- native-models`.";

/** What the host reads of native-models/manifest.json: `name` is the file's, `title` what people are shown. */
const manifestSchema = z.object({
  pair: z.object({ target: z.string(), draft: z.string() }),
  files: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      bytes: z.int(),
      sha256: z.string(),
      license: z.string().optional(),
    }),
  ),
});
export type BundledManifest = z.infer<typeof manifestSchema>;
export type BundledFile = BundledManifest["files"][number];

/** The list of what comes with Outrider; null where this build brings no models. */
export async function readBundledManifest(folder: string): Promise<BundledManifest | null> {
  const text = await readFile(join(folder, "manifest.json"), "utf8").catch(() => null);
  if (text === null) return null;
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new OutriderError("model-unreadable", `${join(folder, "manifest.json")} is damaged. ${REMEDY}`, { cause });
  }
}

/** What is wrong with a bundled file, null where it is as it should be. */
export function bundledProblem(
  file: BundledFile,
  found: { readonly bytes: number; readonly sha256: string } | null,
): OutriderError | null {
  if (found === null) return new OutriderError("not-found", `The bundled model ${file.name} is missing. ${REMEDY}`);
  if (found.bytes !== file.bytes) {
    return damaged(`it has ${found.bytes} bytes instead of ${file.bytes}`);
  }
  if (found.sha256 !== file.sha256) return damaged("its checksum differs");
  return null;

  function damaged(how: string): OutriderError {
    return new OutriderError("model-unreadable", `The bundled model ${file.name} is damaged: ${how}. ${REMEDY}`);
  }
}

export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal });
  return hash.digest("hex");
}
