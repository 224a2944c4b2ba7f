import { createStore } from "zustand/vanilla";
import type { Bridge } from "../../contract/bridge.ts";
import type { LoadSettings } from "../../contract/loading.ts";
import type { EngineStatus, PairChoice, PairStatus } from "../../contract/models.ts";

export interface PairState {
  readonly engine: EngineStatus;
  readonly pair: PairStatus;
  /** The load settings in force when the loaded pair began to load, to tell whether a change waits for a reload. */
  readonly loadedWith: LoadSettings | null;
  receiveEngine(engine: EngineStatus): void;
  receivePair(pair: PairStatus, load: LoadSettings | null): void;
  /** Loads a pair in place of the present one; the chat it is chosen in keeps it. Rejects with the host's error. */
  select(choice: PairChoice, chatId: string | null): Promise<void>;
  /** Frees the pair, or gives up its load. Rejects with the host's error. */
  unload(): Promise<void>;
  restartEngine(): Promise<void>;
}

export type PairStore = ReturnType<typeof createPairStore>;

export function createPairStore(bridge: Bridge) {
  let newestSelect = 0;
  return createStore<PairState>()((set) => ({
    engine: { state: "stopped" },
    pair: { state: "unloaded" },
    loadedWith: null,

    receiveEngine: (engine) => set({ engine }),

    receivePair: (pair, load) =>
      set((state) => {
        const starts = pair.state === "loading" && state.pair.state !== "loading";
        const seenFirst = pair.state === "loaded" && state.loadedWith === null;
        return { pair, loadedWith: starts || seenFirst ? load : state.loadedWith };
      }),

    async select(choice, chatId) {
      newestSelect += 1;
      const number = newestSelect;
      const pair = await bridge.call("pair.select", chatId === null ? { choice } : { choice, chatId });
      // The answer to an earlier choice says nothing about the present one.
      if (number === newestSelect) set({ pair });
    },

    async unload() {
      newestSelect += 1;
      set({ pair: await bridge.call("pair.unload", {}) });
    },

    async restartEngine() {
      set({ engine: await bridge.call("engine.restart", {}) });
    },
  }));
}
