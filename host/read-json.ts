import { readFile } from "node:fs/promises";
import type { z } from "zod";

/** What a JSON file says; null where it is missing, cannot be read or does not fit the schema. For files that may be lost. */
export async function readJson<Value>(file: string, schema: z.ZodType<Value>): Promise<Value | null> {
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
}
