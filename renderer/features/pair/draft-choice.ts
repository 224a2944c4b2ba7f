import { asksForModel, type DrafterChoice, drafterInForce } from "../../../contract/decoding.ts";
import type { ModelId } from "../../../contract/models.ts";

/** Values of the list beside the ids of models; no file name begins with a colon. */
export const OFF = ":off";
export const LOOKUP = ":lookup";
export const LOOKUP_THEN_MODEL = ":lookup+model";

/** Who drafts, and the draft model in memory. */
export interface DraftChoice {
  readonly drafter: DrafterChoice;
  readonly draftId: ModelId | null;
}

/** The entry of the list that is in force. */
export function entryOf({ drafter, draftId }: DraftChoice): string {
  switch (drafterInForce(drafter, draftId !== null)) {
    case "off":
      return OFF;
    case "lookup":
      return LOOKUP;
    case "lookup+model":
      return LOOKUP_THEN_MODEL;
    case "model":
      return draftId ?? LOOKUP;
  }
}

/** What an entry of the list asks for. Off lets the draft model go; a look-up leaves it where it is, for the way back. */
export function choiceOf(entry: string, present: ModelId | null): DraftChoice {
  switch (entry) {
    case OFF:
      return { drafter: "off", draftId: null };
    case LOOKUP:
      return { drafter: "lookup", draftId: present };
    case LOOKUP_THEN_MODEL:
      return { drafter: "lookup+model", draftId: present };
    default:
      return { drafter: "model", draftId: entry };
  }
}

/** Whether the draft model takes part. */
export function usesModel({ drafter, draftId }: DraftChoice): boolean {
  return asksForModel(drafter) && draftId !== null;
}
