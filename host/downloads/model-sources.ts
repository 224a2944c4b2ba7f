import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { readJson } from "../read-json.ts";

/** Where a downloaded model came from. */
const modelSourceSchema = z.object({
  repository: z.string(),
  revision: z.string(),
  license: z.string().nullable(),
  /** The publisher's checksums, by file name. */
  sha256: z.record(z.string(), z.string()),
});
export type ModelSource = z.infer<typeof modelSourceSchema>;

const sourcesSchema = z.record(z.string(), modelSourceSchema);

/** What is known of downloaded models, by the path of their first part within the models folder. */
export type ModelSources = Readonly<Record<string, ModelSource>>;

/** None where the list is missing or damaged: it only adds to what the files say themselves. */
export async function readModelSources(modelsFolder: string): Promise<ModelSources> {
  return (await readJson(fileIn(modelsFolder), sourcesSchema)) ?? {};
}

export async function addModelSource(modelsFolder: string, path: string, source: ModelSource): Promise<void> {
  const sources = { ...(await readModelSources(modelsFolder)), [path]: source };
  await writeFileAtomic(fileIn(modelsFolder), JSON.stringify(sources, null, 2));
}

function fileIn(modelsFolder: string): string {
  return join(modelsFolder, ".downloads", "sources.json");
}
