/** What the user typed and did not send survives a reload of the window. */
import type { ChatsStore, DraftKey } from "./chats.ts";

const KEY = "outrider.drafts";

type DraftStorage = Pick<Storage, "getItem" | "setItem">;

/** Fills the store from the last time and keeps writing what changes. Answers how to stop. */
export function keepDrafts(store: ChatsStore, storage: DraftStorage): () => void {
  store.setState({ drafts: { ...readDrafts(storage), ...store.getState().drafts } });
  return store.subscribe(({ drafts }, before) => {
    if (drafts === before.drafts) return;
    try {
      storage.setItem(KEY, JSON.stringify(drafts));
    } catch {
      // A full or forbidden storage costs only this safety net; the text itself is still in the window.
    }
  });
}

function readDrafts(storage: DraftStorage): Record<DraftKey, string> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  } catch {
    return {};
  }
}
