import { createStore } from "zustand/vanilla";
import type { Bridge } from "../../contract/bridge.ts";
import type { Download } from "../../contract/downloads.ts";
import type { PairFit } from "../../contract/loading.ts";
import type { ModelEntry, ModelId } from "../../contract/models.ts";
import { type ErrorRecord, toErrorRecord } from "../../contract/outrider-error.ts";

/** Whether each model could draft for one target. */
export type FitsOfTarget =
  | { readonly state: "loading" }
  | { readonly state: "known"; readonly fits: Readonly<Record<ModelId, PairFit>> }
  | { readonly state: "failed"; readonly error: ErrorRecord };

export interface ModelsState {
  readonly models: readonly ModelEntry[];
  readonly fitsByTarget: Readonly<Record<ModelId, FitsOfTarget>>;
  readonly refreshing: boolean;
  readonly downloads: readonly Download[];
  receiveDownloads(downloads: readonly Download[]): void;
  receive(models: readonly ModelEntry[]): void;
  /** Looks through the folders again. Rejects with the host's error. */
  refresh(): Promise<void>;
  /** Answers the fits of a target, asking the host only once per list of models. */
  loadFits(targetId: ModelId): Promise<FitsOfTarget>;
}

export type ModelsStore = ReturnType<typeof createModelsStore>;

export function createModelsStore(bridge: Bridge) {
  const asked = new Map<ModelId, Promise<FitsOfTarget>>();

  return createStore<ModelsState>()((set) => ({
    models: [],
    fitsByTarget: {},
    refreshing: false,
    downloads: [],

    receiveDownloads: (downloads) => set({ downloads }),

    receive(models) {
      asked.clear();
      set({ models, fitsByTarget: {} });
    },

    async refresh() {
      set({ refreshing: true });
      try {
        const models = await bridge.call("models.refresh", {});
        asked.clear();
        set({ models, fitsByTarget: {} });
      } finally {
        set({ refreshing: false });
      }
    },

    loadFits(targetId) {
      const known = asked.get(targetId);
      if (known !== undefined) return known;
      const note = (fits: FitsOfTarget): FitsOfTarget => {
        if (asked.get(targetId) === asking) {
          set((state) => ({ fitsByTarget: { ...state.fitsByTarget, [targetId]: fits } }));
        }
        return fits;
      };
      const asking: Promise<FitsOfTarget> = bridge.call("models.fits", { targetId }).then(
        (fits) => note({ state: "known", fits }),
        (error: unknown) => {
          const failed = note({ state: "failed", error: toErrorRecord(error) });
          // The next look asks again.
          asked.delete(targetId);
          return failed;
        },
      );
      asked.set(targetId, asking);
      note({ state: "loading" });
      return asking;
    },
  }));
}
