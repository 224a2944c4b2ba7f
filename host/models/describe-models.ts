import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import type { ModelEntry, ModelId, PairChoice } from "../../contract/models.ts";
import { OutriderError, toErrorRecord } from "../../contract/outrider-error.ts";
import type { ModelSource } from "../downloads/model-sources.ts";
import { type BundledFile, type BundledManifest, bundledProblem } from "./bundled-models.ts";
import type { GgufModel } from "./find-gguf-files.ts";
import type { FileFacts } from "./model-cache.ts";
import { readableName } from "./readable-name.ts";
import { parseGgufName } from "./split-name.ts";

/** What lies on disk, as far as it is known. */
export interface Shelf {
  readonly bundledFolder: string | null;
  readonly manifest: BundledManifest | null;
  readonly models: readonly GgufModel[];
  /** Paths that were added one by one. */
  readonly singleFiles: readonly string[];
  /** Where downloaded models came from, by path. */
  readonly sources: ReadonlyMap<string, ModelSource>;
}

/** An entry of the library together with the file it stands for. */
export interface DescribedModel {
  readonly entry: ModelEntry;
  readonly path: string;
}

/** The bundled models in the manifest's order, those that are missing among them, then the others by name. */
export function describeModels(shelf: Shelf, factsOf: (model: GgufModel) => FileFacts | null): DescribedModel[] {
  const { bundledFolder, manifest } = shelf;
  const bundled =
    bundledFolder === null || manifest === null
      ? []
      : manifest.files.map((file) => {
          const path = join(bundledFolder, file.name);
          const model = shelf.models.find((candidate) => candidate.path === path) ?? null;
          return describeBundled(file, path, model, model === null ? null : factsOf(model));
        });
  const others = shelf.models
    .filter((model) => bundledFileOf(model, shelf) === null)
    .map((model) => describeOther(model, shelf, factsOf(model)))
    .sort((one, other) => one.entry.name.localeCompare(other.entry.name));
  return [...bundled, ...others];
}

/** The manifest's line for a model; null where it did not come with Outrider. */
export function bundledFileOf(model: GgufModel, { bundledFolder, manifest }: Shelf): BundledFile | null {
  if (manifest === null || dirname(model.path) !== bundledFolder) return null;
  return manifest.files.find(({ name }) => name === basename(model.path)) ?? null;
}

/** The pair that comes with Outrider, by ids. */
export function bundledPairOf({ manifest }: Shelf): PairChoice | null {
  if (manifest === null) return null;
  return { targetId: bundledId(manifest.pair.target), draftId: bundledId(manifest.pair.draft) };
}

function bundledId(fileName: string): ModelId {
  return parseGgufName(fileName)?.stem ?? fileName;
}

/** The same file name may lie in several folders, so the id carries a bit of the whole path. */
export function otherId({ stem, path }: Pick<GgufModel, "stem" | "path">): ModelId {
  return `${stem.slice(0, 280)}-${createHash("sha256").update(path).digest("hex").slice(0, 8)}`;
}

function describeBundled(
  file: BundledFile,
  path: string,
  model: GgufModel | null,
  facts: FileFacts | null,
): DescribedModel {
  // A file whose checksum has not been computed yet is taken at its word.
  const found = model === null ? null : { bytes: model.bytes, sha256: facts?.sha256 ?? file.sha256 };
  const problem = bundledProblem(file, found);
  const described = describe(path, bundledId(file.name), "bundled", model?.bytes ?? 0, facts, problem);
  const license = file.license ?? described.entry.license;
  return { ...described, entry: { ...described.entry, name: file.title, license } };
}

function describeOther(model: GgufModel, shelf: Shelf, facts: FileFacts | null): DescribedModel {
  const origin = shelf.singleFiles.includes(model.path) ? "file" : "folder";
  const problem =
    model.missingParts.length === 0
      ? null
      : new OutriderError(
          "model-unreadable",
          `${model.stem} is split into several files, and part ${model.missingParts.join(", ")} is missing. Put all parts into the same folder.`,
        );
  const described = describe(model.path, otherId(model), origin, model.bytes, facts, problem);
  const license = shelf.sources.get(model.path)?.license ?? described.entry.license;
  return { ...described, entry: { ...described.entry, license } };
}

function describe(
  path: string,
  id: ModelId,
  origin: ModelEntry["origin"],
  fileBytes: number,
  facts: FileFacts | null,
  problem: OutriderError | null,
): DescribedModel {
  const header = problem === null ? (facts?.header ?? null) : null;
  const stem = parseGgufName(basename(path))?.stem ?? basename(path);
  return {
    path,
    entry: {
      id,
      name: readableName(header, stem),
      location: path,
      origin,
      fileBytes,
      license: header?.license ?? null,
      sha256: facts?.sha256 ?? null,
      header,
      problem: problem === null ? (facts?.problem ?? null) : toErrorRecord(problem),
    },
  };
}
