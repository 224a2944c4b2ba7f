import { basename } from "node:path";
import type { LoadedPair, LoadSettings } from "../../contract/loading.ts";
import { fromErrorRecord, OutriderError } from "../../contract/outrider-error.ts";
import type { EngineClient } from "../../host/engine/engine-client.ts";
import type { ModelLibrary } from "../../host/models/model-library.ts";
import { resolveModel } from "../../host/models/resolve-model.ts";
import type { CommandContext } from "../context.ts";
import { openKeptCosts } from "./kept-costs.ts";

/** The pair as it was typed; undefined: the bundled model of that role. The draft may be a `DraftWithoutModel`. */
export interface PairWish {
  readonly target: string | undefined;
  readonly draft: string | undefined;
}

/** What `--draft` takes in place of a model. */
export type DraftWithoutModel = "lookup" | "off";

export function isWithoutModel(draft: string | undefined): draft is DraftWithoutModel {
  return draft === "lookup" || draft === "off";
}

interface PairFiles {
  readonly target: string;
  readonly draft: string | null;
}

/**
 * Loads the pair that was asked for. A draft named on the command line has to serve; the bundled one is left out, with
 * a line that says why, where it does not.
 *
 * @throws OutriderError naming the file and what to change
 */
export async function loadPair(
  engine: EngineClient,
  library: ModelLibrary,
  wish: PairWish,
  settings: LoadSettings,
  { terminal, interruption, workingFolder }: CommandContext,
): Promise<LoadedPair> {
  const files = await dropUnfit(engine, wish, await findFiles(library, wish, workingFolder), terminal.tell);
  const { signal } = interruption;
  const name = basename(files.target);
  const onProgress = (fraction: number) => terminal.showProgress(`Loading ${name}: ${Math.round(fraction * 100)} %`);
  const keptCosts = await openKeptCosts().all();
  const pair = await engine.request("load", { ...files, settings, keptCosts }, { signal, onProgress }).finally(() => {
    terminal.showProgress(null);
  });
  if (pair.draftProblem !== null) {
    if (wish.draft !== undefined) throw fromErrorRecord(pair.draftProblem);
    terminal.tell(`Decoding without the draft model: ${pair.draftProblem.message}`);
  }
  return pair;
}

/**
 * The files that are meant, the bundled ones for what was left out.
 *
 * @throws OutriderError naming what was not found
 */
export async function findFiles(
  library: Pick<ModelLibrary, "scan" | "bundledPair" | "entries" | "path">,
  wish: PairWish,
  workingFolder: string,
): Promise<PairFiles> {
  await library.scan();
  const bundled = library.bundledPair();
  const target = wish.target ?? bundled?.targetId;
  if (target === undefined) {
    throw new OutriderError("not-found", "No models came with this Outrider; name one with --target PATH.");
  }
  const draft = wish.draft ?? bundled?.draftId ?? "off";
  return {
    target: await resolveModel(target, library, workingFolder),
    draft: isWithoutModel(draft) ? null : await resolveModel(draft, library, workingFolder),
  };
}

/** Compares the headers where somebody chose a model: that takes a moment, a load that fails takes long. */
async function dropUnfit(
  engine: EngineClient,
  wish: PairWish,
  files: PairFiles,
  tell: (line: string) => void,
): Promise<PairFiles> {
  const { target, draft } = files;
  if (draft === null || (wish.target === undefined && wish.draft === undefined)) return files;
  const fit = await engine.request("fit", { target, draft });
  if (fit.fits) return files;
  if (wish.draft !== undefined) {
    throw new OutriderError("pair-mismatch", `${basename(draft)} cannot draft for ${basename(target)}. ${fit.reason}`);
  }
  tell(`Decoding without a draft model: the bundled one does not serve ${basename(target)}. ${fit.reason}`);
  return { target, draft: null };
}
