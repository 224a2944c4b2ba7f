import { createStore } from "zustand/vanilla";
import type { Bridge } from "../../contract/bridge.ts";
import type { SearchHit } from "../../contract/chats.ts";
import { type ErrorRecord, toErrorRecord } from "../../contract/outrider-error.ts";

/** The search over all chats. */
export interface SearchState {
  readonly query: string;
  /** Null while there is no query, and until its first answer. */
  readonly hits: readonly SearchHit[] | null;
  readonly error: ErrorRecord | null;
  /** What was found for an older query stays until the new answer is there. */
  search(query: string): Promise<void>;
}

export type SearchStore = ReturnType<typeof createSearchStore>;

export function createSearchStore(bridge: Bridge) {
  return createStore<SearchState>()((set, get) => ({
    query: "",
    hits: null,
    error: null,

    async search(query) {
      set({ query, error: null, ...(query.trim() === "" ? { hits: null } : {}) });
      if (query.trim() === "") return;
      try {
        const hits = await bridge.call("chats.search", { query });
        // Answers may overtake each other.
        if (get().query === query) set({ hits });
      } catch (error) {
        if (get().query === query) set({ hits: null, error: toErrorRecord(error) });
      }
    },
  }));
}
