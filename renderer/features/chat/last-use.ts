import type { Chat } from "../../../contract/chats.ts";
import { asksForModel } from "../../../contract/decoding.ts";
import type { ModelEntry, ModelId, PairChoice } from "../../../contract/models.ts";

/** How the pair a chat was last used with stands to the one that would answer now. */
export type LastUse =
  /** Nothing to say: it is the same as far as this chat needs it, or the chat was not used yet. */
  | { readonly kind: "same" }
  | { readonly kind: "other"; readonly pair: PairChoice }
  /** These are not there any more. `pair`: what is left of it to be loaded; null: nothing, or it is in use. */
  | { readonly kind: "gone"; readonly missing: readonly ModelId[]; readonly pair: PairChoice | null };

const same: LastUse = { kind: "same" };

export function lastUseOf(
  chat: Pick<Chat, "pair" | "decoding">,
  present: PairChoice | null,
  models: readonly ModelEntry[],
): LastUse {
  if (chat.pair === null) return same;
  const { targetId } = chat.pair;
  // A draft model that did not guess is not missed.
  const draftId = asksForModel(chat.decoding?.drafter ?? "model") ? chat.pair.draftId : null;
  const isThere = (id: ModelId): boolean => models.some((model) => model.id === id && model.problem === null);
  if (!isThere(targetId)) return { kind: "gone", missing: [targetId], pair: null };
  if (draftId !== null && !isThere(draftId)) {
    const inUse = present?.targetId === targetId;
    return { kind: "gone", missing: [draftId], pair: inUse ? null : { targetId, draftId: null } };
  }
  if (present?.targetId === targetId && (draftId === null || present.draftId === draftId)) return same;
  return { kind: "other", pair: { targetId, draftId } };
}
