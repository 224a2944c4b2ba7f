import type { ModelHeader } from "../../contract/loading.ts";
import type { ModelEntry, ModelId, PairChoice } from "../../contract/models.ts";
import { fromErrorRecord, OutriderError, toErrorRecord } from "../../contract/outrider-error.ts";
import { hashFile, readBundledManifest } from "./bundled-models.ts";
import { bundledFileOf, bundledPairOf, type DescribedModel, describeModels, type Shelf } from "./describe-models.ts";
import { findGgufModels, type GgufModel } from "./find-gguf-files.ts";
import { areLasting, type FileFacts, openModelCache } from "./model-cache.ts";

export interface ModelLibraryOptions {
  /** The folder with manifest.json and the bundled weights; null where there are none. */
  readonly bundledFolder: string | null;
  /** Where else to look, in this order; asked anew at every look. */
  readonly folders: () => readonly string[];
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
  /** Looks through the folders; entries of files not read before have neither header nor problem yet. */
  scan(): Promise<ModelEntry[]>;
  /** Looks through the folders and reads what has not been read. */
  refresh(): Promise<ModelEntry[]>;
  /** Throws `not-found`. */
  entry(id: ModelId): ModelEntry;
  /** The file behind an id. Throws `not-found`, or what is wrong with the file. */
  path(id: ModelId): string;
  /** The pair that comes with Outrider; null where there is none. */
  bundledPair(): PairChoice | null;
  /** Resolves when no look is under way. */
  idle(): Promise<void>;
}

export async function openModelLibrary(options: ModelLibraryOptions): Promise<ModelLibrary> {
  const cache = await openModelCache(options.cacheFile, options.version);
  const { bundledFolder } = options;
  let shelf: Shelf = { bundledFolder, manifest: null, models: [] };
  let described: readonly DescribedModel[] = [];
  let running: Promise<unknown> = Promise.resolve();

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
    shelf = { bundledFolder, manifest, models: await findGgufModels(folders) };
    publish();
  }

  async function read(model: GgufModel): Promise<void> {
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

  async function lookAndRead(): Promise<void> {
    await look();
    for (const model of shelf.models) {
      const facts = cache.get(model.path, model);
      if (facts !== null && areLasting(facts)) continue;
      await read(model);
      publish();
    }
    await cache.save(shelf.models.map(({ path }) => path));
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
    refresh: () => inTurn(lookAndRead),
    entry: (id) => find(id).entry,
    path(id) {
      const { entry, path } = find(id);
      const { problem } = entry;
      if (problem?.kind === "model-unreadable" || problem?.kind === "not-found") throw fromErrorRecord(problem);
      return path;
    },
    bundledPair: () => bundledPairOf(shelf),
    async idle() {
      await running;
    },
  };
}
