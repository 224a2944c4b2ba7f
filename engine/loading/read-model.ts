import { basename } from "node:path";
import type { LoadSettings, ModelHeader } from "../../contract/loading.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import { describe } from "../gguf/describe.ts";
import type { GgufHeader } from "../gguf/gguf-header.ts";
import { readHeader } from "../gguf/read-header.ts";
import { canDraftFor } from "../pairing/can-draft-for.ts";
import { architectureWithoutRollback } from "../pairing/rollback.ts";

/** More context than this costs memory that most chats never use. */
const DEFAULT_CONTEXT = 8192;

/** What a model file says of itself. */
export interface ReadModel {
  readonly path: string;
  readonly header: GgufHeader;
  readonly facts: ModelHeader;
}

export async function readModel(path: string): Promise<ReadModel> {
  const header = await readHeader(path);
  return { path, header, facts: describe(header) };
}

export async function readDraft(path: string, target: ReadModel): Promise<ReadModel> {
  const draft = await readModel(path);
  const fit = canDraftFor(target.header, draft.header);
  if (!fit.fits) throw new OutriderError("pair-mismatch", fit.reason);
  return draft;
}

export function contextSizeOf(settings: LoadSettings, model: ReadModel): number {
  return settings.contextSize === "auto" ? Math.min(DEFAULT_CONTEXT, model.facts.trainedContext) : settings.contextSize;
}

export function rollbackProblemOf(target: ReadModel): string | null {
  const architecture = architectureWithoutRollback(target.header);
  return architecture === null
    ? null
    : `${basename(target.path)} (${architecture}) keeps a running state that cannot go back over rejected tokens, so it is decoded without drafts.`;
}
