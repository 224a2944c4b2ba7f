import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { modelHeaderSchema } from "../../contract/loading.ts";
import { errorRecordSchema } from "../../contract/outrider-error.ts";
import { readJson } from "../read-json.ts";

/** What was read from a file, valid as long as its size and time of change stay. */
const factsSchema = z.object({
  bytes: z.number(),
  modifiedMs: z.number(),
  header: modelHeaderSchema.nullable(),
  problem: errorRecordSchema.nullable(),
  /** Null until computed; that of bundled files is computed before they are trusted. */
  sha256: z.string().nullable(),
});
export type FileFacts = z.infer<typeof factsSchema>;

/** Whether reading the file again would say the same. An engine that could not be asked is no property of the file. */
export function areLasting({ problem }: FileFacts): boolean {
  return problem === null || problem.kind === "model-unreadable";
}

const cacheSchema = z.object({ version: z.string(), files: z.record(z.string(), factsSchema) });

/**
 * Remembers between starts what files said about themselves, so that a start reads no file twice. Another version of
 * Outrider may read more out of a file, so each starts afresh.
 */
export interface ModelCache {
  get(path: string, file: { readonly bytes: number; readonly modifiedMs: number }): FileFacts | null;
  set(path: string, facts: FileFacts): void;
  /** Forgets what is not among these paths and writes what lasts. A cache that cannot be written is no error. */
  save(paths: readonly string[]): Promise<void>;
}

export async function openModelCache(file: string, version: string): Promise<ModelCache> {
  const files = await read(file, version);
  let written = JSON.stringify(Object.fromEntries(files));

  return {
    get(path, { bytes, modifiedMs }) {
      const facts = files.get(path);
      return facts?.bytes === bytes && facts.modifiedMs === modifiedMs ? facts : null;
    },
    set(path, facts) {
      files.set(path, facts);
    },
    async save(paths) {
      const kept = new Set(paths);
      for (const path of files.keys()) if (!kept.has(path)) files.delete(path);
      const lasting = Object.fromEntries([...files].filter(([, facts]) => areLasting(facts)));
      const now = JSON.stringify(lasting);
      if (now === written) return;
      written = now;
      await writeFileAtomic(file, JSON.stringify({ version, files: lasting })).catch(() => {});
    },
  };
}

async function read(file: string, version: string): Promise<Map<string, FileFacts>> {
  const cache = await readJson(file, cacheSchema);
  return new Map(cache?.version === version ? Object.entries(cache.files) : []);
}
