import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { OutriderError } from "../../contract/outrider-error.ts";
import { projectRoot } from "../project-root.ts";
import { type ModelFile, readManifest } from "./manifest.ts";

/** A file's hash together with what tells cheaply that the file has not been touched since. */
const hashedFileSchema = z.object({ bytes: z.number(), modifiedMs: z.number(), sha256: z.string() });
type HashedFile = z.infer<typeof hashedFileSchema>;
const cacheSchema = z.record(z.string(), hashedFileSchema);

interface Places {
  /** The folder with manifest.json and the weight files. */
  readonly folder: string;
  /** Where hashes are kept between starts. */
  readonly cacheFile: string;
}

const checkoutPlaces: Places = {
  folder: join(projectRoot, "native-models"),
  cacheFile: join(projectRoot, "node_modules", ".cache", "outrider", "models.json"),
};

/**
 * Checks the bundled weight files against native-models/manifest.json, sizes and SHA-256. A file whose size and time
 * of change are those of the last check is not read again, so that later starts cost nothing.
 *
 * @throws OutriderError `not-found` or `model-unreadable`, naming the file and how to get it back.
 */
export async function verifyModels(places: Places = checkoutPlaces): Promise<void> {
  const manifest = await readManifest(join(places.folder, "manifest.json"));
  const known = await readCache(places.cacheFile);
  const checked: Record<string, HashedFile> = {};
  for (const file of manifest.files) checked[file.name] = await verifyFile(places.folder, file, known[file.name]);
  if (JSON.stringify(checked) === JSON.stringify(known)) return;
  await mkdir(dirname(places.cacheFile), { recursive: true });
  await writeFile(places.cacheFile, JSON.stringify(checked));
}

async function verifyFile(folder: string, file: ModelFile, known: HashedFile | undefined): Promise<HashedFile> {
  const path = join(folder, file.name);
  const found = await stat(path).catch(() => null);
  const remedy = `Get it back with "git checkout -- native-models/${file.name}", or clone again.`;
  if (found === null) throw new OutriderError("not-found", `native-models/${file.name} is missing. ${remedy}`);
  if (found.size !== file.bytes) {
    throw new OutriderError(
      "model-unreadable",
      `native-models/${file.name} is damaged: it has ${found.size} bytes instead of ${file.bytes}. ${remedy}`,
    );
  }
  const untouched = known?.bytes === found.size && known.modifiedMs === found.mtimeMs;
  const sha256 = untouched ? known.sha256 : await hashFile(path);
  if (sha256 !== file.sha256) {
    throw new OutriderError(
      "model-unreadable",
      `native-models/${file.name} is damaged: its SHA-256 is ${sha256} instead of ${file.sha256}. ${remedy}`,
    );
  }
  return { bytes: found.size, modifiedMs: found.mtimeMs, sha256 };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** A cache that is missing or of another make is an empty one. */
async function readCache(file: string): Promise<Record<string, HashedFile>> {
  try {
    return cacheSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return {};
  }
}
