import { createStore } from "zustand/vanilla";
import { applyPatch } from "../../contract/apply-patch.ts";
import type { Bridge } from "../../contract/bridge.ts";
import type { Settings, SettingsPatch } from "../../contract/settings.ts";

interface PendingPatch {
  readonly id: number;
  readonly patch: SettingsPatch;
}

export interface SettingsState {
  /** What the host has said last. */
  readonly confirmed: Settings | null;
  /** Changes on their way to the host, oldest first. */
  readonly pending: readonly PendingPatch[];
  /** What the window shows: the host's settings with the pending changes on top. Null until the host has spoken. */
  readonly settings: Settings | null;
  receive(settings: Settings): void;
  /** Shows the change at once and sends it. Rejects, and shows the old value again, where the host refuses. */
  update(patch: SettingsPatch): Promise<void>;
}

export type SettingsStore = ReturnType<typeof createSettingsStore>;

export function createSettingsStore(bridge: Bridge) {
  let nextId = 0;
  return createStore<SettingsState>()((set) => ({
    confirmed: null,
    pending: [],
    settings: null,

    receive: (settings) => set((state) => shown(settings, state.pending)),

    async update(patch) {
      const id = nextId;
      nextId += 1;
      set((state) => shown(state.confirmed, [...state.pending, { id, patch }]));
      const done = (pending: readonly PendingPatch[]) => pending.filter((other) => other.id !== id);
      try {
        const settings = await bridge.call("settings.update", { patch });
        set((state) => shown(settings, done(state.pending)));
      } catch (error) {
        set((state) => shown(state.confirmed, done(state.pending)));
        throw error;
      }
    },
  }));
}

function shown(
  confirmed: Settings | null,
  pending: readonly PendingPatch[],
): Pick<SettingsState, "confirmed" | "pending" | "settings"> {
  const settings =
    confirmed === null ? null : pending.reduce((before, { patch }) => applyPatch(before, patch), confirmed);
  return { confirmed, pending, settings };
}
