import type { LoadSettings } from "../../contract/loading.ts";
import type { PairChoice } from "../../contract/models.ts";
import { type ErrorRecord, toErrorRecord } from "../../contract/outrider-error.ts";
import type { Settings } from "../../contract/settings.ts";
import type { ModelLibrary } from "../models/model-library.ts";

/** What should be in memory by the settings of now. */
export interface WantedPair {
  readonly choice: PairChoice;
  readonly target: string;
  readonly draft: string | null;
  /** Why the chosen draft has no file to load; plain decoding goes on without it. */
  readonly draftProblem: ErrorRecord | null;
  readonly load: LoadSettings;
  /** Equal for what is the same in memory. */
  readonly key: string;
}

/** The user's choice, else the bundled pair; null where there is neither. */
export function chosenPair(settings: Settings, library: Pick<ModelLibrary, "bundledPair">): PairChoice | null {
  return settings.pair ?? library.bundledPair();
}

/** Throws where the target cannot be had; a draft is never worth that. */
export function wantedPair(choice: PairChoice, load: LoadSettings, library: Pick<ModelLibrary, "path">): WantedPair {
  const target = library.path(choice.targetId);
  const { draft, draftProblem } = draftOf(choice, library);
  return { choice, target, draft, draftProblem, load, key: JSON.stringify([choice, target, draft, load]) };
}

function draftOf(
  { draftId }: PairChoice,
  library: Pick<ModelLibrary, "path">,
): Pick<WantedPair, "draft" | "draftProblem"> {
  if (draftId === null) return { draft: null, draftProblem: null };
  try {
    return { draft: library.path(draftId), draftProblem: null };
  } catch (error) {
    return { draft: null, draftProblem: toErrorRecord(error) };
  }
}
