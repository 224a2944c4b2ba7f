import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { OutriderError } from "../../contract/outrider-error.ts";
import { bundledProblem, hashFile, readBundledManifest } from "../../host/models/bundled-models.ts";
import { projectRoot } from "../project-root.ts";

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
  const manifest = await readBundledManifest(places.folder);
  if (manifest === null) {
    throw new OutriderError(
      "not-found",
      'native-models/manifest.json is missing. Get it back with "git checkout -- native-models".',
    );
  }
  const known = await readCache(places.cacheFile);
  const checked: Record<string, HashedFile> = {};
  for (const file of manifest.files) {
    const found = await hashFound(join(places.folder, file.name), known[file.name]);
    const problem = bundledProblem(file, found);
    if (problem !== null) throw problem;
    if (found !== null) checked[file.name] = found;
  }
  if (JSON.stringify(checked) === JSON.stringify(known)) return;
  await mkdir(dirname(places.cacheFile), { recursive: true });
  await writeFile(places.cacheFile, JSON.stringify(checked));
}

async function hashFound(path: string, known: HashedFile | undefined): Promise<HashedFile | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  const { size: bytes, mtimeMs: modifiedMs } = found;
  if (known?.bytes === bytes && known.modifiedMs === modifiedMs) return known;
  return { bytes, modifiedMs, sha256: await hashFile(path) };
}

/** A cache that is missing or of another make is an empty one. */
async function readCache(file: string): Promise<Record<string, HashedFile>> {
  try {
    return cacheSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return {};
  }
}
