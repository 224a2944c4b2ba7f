import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type SuggestedPair, suggestedPairSchema } from "../../contract/downloads.ts";

const catalogSchema = z.object({ version: z.literal(1), pairs: z.array(suggestedPairSchema) });

/** The suggested pairs that come with Outrider; none where this build brings no list, or one that cannot be read. */
export async function readCatalog(bundledFolder: string | null): Promise<SuggestedPair[]> {
  if (bundledFolder === null) return [];
  try {
    return catalogSchema.parse(JSON.parse(await readFile(join(bundledFolder, "catalog.json"), "utf8"))).pairs;
  } catch {
    return [];
  }
}
