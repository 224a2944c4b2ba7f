import { basename, join } from "node:path";
import type { ModelHeader } from "../../contract/loading.ts";
import type { ModelEntry, ModelId, PairChoice } from "../../contract/models.ts";
import { fromErrorRecord, OutriderError, toErrorRecord } from "../../contract/outrider-error.ts";
import { type ModelSource, readModelSources } from "../downloads/model-sources.ts";
import { hashFile, readBundledManifest } from "./bundled-models.ts";
import { bundledFileOf, bundledPairOf, type DescribedModel, describeModels, type Shelf } from "./describe-models.ts";
import { findGgufModels, type GgufModel } from "./find-gguf-files.ts";
import { areLasting, type FileFacts, openModelCache } from "./model-cache.ts";
import { parseGgufName, partPaths } from "./split-name.ts";

export interface ModelLibraryOptions {
  /** The folder with manifest.json and the bundled weights; null where there are none. */
  readonly bundledFolder: string | null;
  /** Where else to look, in this order; asked anew at every look. */
  readonly folders: () => readonly string[];
  /** Single GGUF files beside those folders; asked anew at every look. */
  readonly files: () => readonly string[];
  /** Where facts about files are kept between starts. */
  readonly cacheFile: string;
  /** Outrider's own. */
  readonly version: string;
  /** Reads a GGUF header, in the engine: a broken file must not be able to hurt this process. */
  readonly inspect: (path: string) => Promise<ModelHeader>;
  readonly onChange?: (entries: ModelEntry[]) => void;
}

/** The models on this computer, known by ids. */
export interface ModelLibrary {
  entries(): ModelEntry[];
  /** Looks through the folders and for the files; entries of files not read before have neither header nor problem yet. */
  scan(): Promise<ModelEntry[]>;
  /** Reads what the last look found and has not been read. */
  read(): Promise<ModelEntry[]>;
  /** Both: looks, and reads. */
  refresh(): Promise<ModelEntry[]>;
  /** Throws `not-found`. */
  entry(id: ModelId): ModelEntry;
  /** The file behind an id. Throws `not-found`, or what is wrong with the file. */
  path(id: ModelId): string;
  /** The files behind an id, all parts of a split model, each with the checksum its publisher gives, if known. */
  files(id: ModelId): readonly ModelFile[];
  /** The pair that comes with Outrider; null where there is none. */
  bundledPair(): PairChoice | null;
  /** Computes the checksums that are missing, one file after another, until there are none or the library is closed. */
  hash(): Promise<void>;
  /** Ends what goes on in the background. */
  close(): Promise<void>;
}

export interface ModelFile {
  readonly path: string;
  readonly publishedSha256: string | null;
}

export async function openModelLibrary(options: ModelLibraryOptions): Promise<ModelLibrary> {
  const cache = await openModelCache(options.cacheFile, options.version);
  const { bundledFolder } = options;
  let shelf: Shelf = { bundledFolder, manifest: null, models: [], singleFiles: [], sources: new Map() };
  let described: readonly DescribedModel[] = [];
  let running: Promise<unknown> = Promise.resolve();
  let hashing: Promise<void> = Promise.resolve();
  const closing = new AbortController();

  function entries(): ModelEntry[] {
    return described.map(({ entry }) => entry);
  }

  function find(id: ModelId): DescribedModel {
    const found = described.find(({ entry }) => entry.id === id);
    if (found === undefined) {
      throw new OutriderError(
        "not-found",
        `There is no model ${id} any more. Look through the folders again and choose another.`,
      );
    }
    return found;
  }

  function publish(): void {
    const before = JSON.stringify(described);
    described = describeModels(shelf, (model) => cache.get(model.path, model));
    if (JSON.stringify(described) !== before) options.onChange?.(entries());
  }

  async function look(): Promise<void> {
    const manifest = bundledFolder === null ? null : await readBundledManifest(bundledFolder);
    const folders = [...(bundledFolder === null ? [] : [bundledFolder]), ...options.folders()];
    const singleFiles = options.files();
    const models = await findGgufModels(folders, singleFiles);
    shelf = { bundledFolder, manifest, models, singleFiles, sources: await readSources(folders) };
    publish();
  }

  async function readFile(model: GgufModel): Promise<void> {
    const file = { bytes: model.bytes, modifiedMs: model.modifiedMs };
    const sha256 = bundledFileOf(model, shelf) === null ? null : await hashFile(model.path).catch(() => null);
    const facts: FileFacts = { ...file, sha256, ...(await inspect(model.path)) };
    // An engine that was lost in the middle of it is back for the second try.
    cache.set(model.path, areLasting(facts) ? facts : { ...facts, ...(await inspect(model.path)) });
  }

  async function inspect(path: string): Promise<Pick<FileFacts, "header" | "problem">> {
    try {
      return { header: await options.inspect(path), problem: null };
    } catch (error) {
      return { header: null, problem: toErrorRecord(error) };
    }
  }

  async function readFound(): Promise<void> {
    for (const model of shelf.models) {
      const facts = cache.get(model.path, model);
      if (facts !== null && areLasting(facts)) continue;
      await readFile(model);
      publish();
    }
    await cache.save(shelf.models.map(({ path }) => path));
  }

  async function hashMissing(): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      const model = shelf.models.find(
        (candidate) =>
          isOneFile(candidate) && cache.get(candidate.path, candidate)?.sha256 === null && !tried.has(candidate.path),
      );
      if (model === undefined || closing.signal.aborted) break;
      tried.add(model.path);
      const sha256 = await hashFile(model.path, closing.signal).catch(() => null);
      const facts = cache.get(model.path, model);
      if (facts === null || sha256 === null) continue;
      cache.set(model.path, { ...facts, sha256 });
      publish();
    }
    if (tried.size > 0) await cache.save(shelf.models.map(({ path }) => path));
  }

  /** One look at a time: each goes on from what the one before it found out. */
  async function inTurn(work: () => Promise<void>): Promise<ModelEntry[]> {
    const mine = running.then(work);
    running = mine.catch(() => {});
    await mine;
    return entries();
  }

  return {
    entries,
    scan: () => inTurn(look),
    read: () => inTurn(readFound),
    refresh: () => inTurn(() => look().then(readFound)),
    entry: (id) => find(id).entry,
    path(id) {
      const { entry, path } = find(id);
      const { problem } = entry;
      if (problem?.kind === "model-unreadable" || problem?.kind === "not-found") throw fromErrorRecord(problem);
      return path;
    },
    bundledPair: () => bundledPairOf(shelf),
    files(id) {
      const { entry, path } = find(id);
      const published = (file: string): string | null =>
        entry.origin === "bundled"
          ? (shelf.manifest?.files.find(({ name }) => name === basename(file))?.sha256 ?? null)
          : (shelf.sources.get(path)?.sha256[basename(file)] ?? null);
      return partPaths(path).map((file) => ({ path: file, publishedSha256: published(file) }));
    },
    hash() {
      hashing = hashing.then(hashMissing);
      return hashing;
    },
    async close() {
      closing.abort();
      await Promise.all([running, hashing]);
    },
  };
}

function isOneFile({ path }: GgufModel): boolean {
  return parseGgufName(basename(path))?.parts === 1;
}

async function readSources(folders: readonly string[]): Promise<ReadonlyMap<string, ModelSource>> {
  const lists = await Promise.all(
    folders.map(async (folder) =>
      Object.entries(await readModelSources(folder)).map(([path, source]) => [join(folder, path), source] as const),
    ),
  );
  return new Map(lists.flat());
}
