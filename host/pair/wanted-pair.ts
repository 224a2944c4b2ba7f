import type { LoadedPair, LoadSettings } from "../../contract/loading.ts";
import type { PairChoice } from "../../contract/models.ts";
import { type ErrorRecord, toErrorRecord } from "../../contract/outrider-error.ts";
import type { Settings } from "../../contract/settings.ts";
import type { ModelLibrary } from "../models/model-library.ts";

type Models = Pick<ModelLibrary, "path" | "entry">;

/** What should be in memory by the settings of now. */
export interface WantedPair {
  readonly choice: PairChoice;
  readonly target: string;
  readonly draft: string | null;
  /** Why the chosen draft has no file to load; plain decoding goes on without it. */
  readonly draftProblem: ErrorRecord | null;
  /** What the list of models calls them. */
  readonly names: { readonly target: string; readonly draft: string | null };
  readonly load: LoadSettings;
  /** Equal for what is the same in memory. */
  readonly key: string;
}

/** The user's choice, else the bundled pair; null where there is neither. */
export function chosenPair(settings: Settings, library: Pick<ModelLibrary, "bundledPair">): PairChoice | null {
  return settings.pair ?? library.bundledPair();
}

/** Throws where the target cannot be had; a draft is never worth that. */
export function wantedPair(choice: PairChoice, load: LoadSettings, library: Models): WantedPair {
  const target = library.path(choice.targetId);
  const { draft, draftProblem } = draftOf(choice, library);
  const names = {
    target: library.entry(choice.targetId).name,
    draft: choice.draftId === null || draft === null ? null : library.entry(choice.draftId).name,
  };
  return { choice, target, draft, draftProblem, names, load, key: JSON.stringify([choice, target, draft, load]) };
}

/**
 * What the engine says of a loaded pair, completed by what only the host knows: the models' names, and why a draft that
 * was chosen was never asked for.
 */
export function asWanted(pair: LoadedPair, { names, draftProblem }: WantedPair): LoadedPair {
  return {
    ...pair,
    target: { ...pair.target, name: names.target },
    draft: pair.draft === null ? null : { ...pair.draft, name: names.draft ?? pair.draft.name },
    draftProblem: pair.draftProblem ?? draftProblem,
  };
}

function draftOf({ draftId }: PairChoice, library: Models): Pick<WantedPair, "draft" | "draftProblem"> {
  if (draftId === null) return { draft: null, draftProblem: null };
  try {
    return { draft: library.path(draftId), draftProblem: null };
  } catch (error) {
    return { draft: null, draftProblem: toErrorRecord(error) };
  }
}
