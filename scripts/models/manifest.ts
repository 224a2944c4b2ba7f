import { readFile } from "node:fs/promises";
import { z } from "zod";

/** native-models/manifest.json: which weight files a checkout holds, and by what they are known. */
const manifestSchema = z.object({
  version: z.literal(1),
  pair: z.object({ target: z.string(), draft: z.string() }),
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.int().positive(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      license: z.string(),
      origin: z.string(),
    }),
  ),
});
export type ModelFile = z.infer<typeof manifestSchema>["files"][number];

export async function readManifest(file: string) {
  return manifestSchema.parse(JSON.parse(await readFile(file, "utf8")));
}
