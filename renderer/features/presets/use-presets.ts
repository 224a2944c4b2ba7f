import { useMemo } from "react";
import type { Preset } from "../../../contract/presets.ts";
import { useSession, useSettings } from "../../store/session-context.tsx";
import { useDecoding } from "../../store/use-decoding.ts";
import { strings } from "../../strings.ts";
import { useChangeDecoding } from "../settings/use-change-decoding.ts";
import { type ListedPreset, listPresets, presetInForce, renamePreset, withoutPreset, withPreset } from "./presets.ts";

interface Presets {
  readonly all: readonly ListedPreset[];
  /** Null: the values in force have no name. */
  readonly inForce: ListedPreset | null;
  /** For the open chat and for new ones; a name that no preset has changes nothing. */
  choose(name: string): Promise<void>;
  /** Names the values in force. Answers whether they are kept. */
  save(name: string): Promise<boolean>;
  rename(from: string, to: string): Promise<boolean>;
  /** Offers to take it back. */
  remove(name: string): Promise<void>;
}

const none: readonly Preset[] = [];

export function usePresets(): Presets {
  const { settings, notices } = useSession();
  const own = useSettings((state) => state.settings?.presets ?? none);
  const decoding = useDecoding();
  const change = useChangeDecoding();
  return useMemo(() => {
    const all = listPresets(own);
    const write = (next: (now: readonly Preset[]) => Preset[]): Promise<boolean> =>
      notices
        .getState()
        .attempt(strings.presets.failed, () =>
          settings.getState().update({ presets: next(settings.getState().settings?.presets ?? none) }),
        );
    return {
      all,
      inForce: decoding === null ? null : presetInForce(decoding, all),
      async choose(name) {
        const chosen = all.find((preset) => preset.name === name);
        if (chosen !== undefined) await change(chosen.values);
      },
      save: async (name) => decoding !== null && write((now) => withPreset(now, name, decoding)),
      rename: (from, to) => write((now) => renamePreset(now, from, to)),
      async remove(name) {
        const removed = own.find((preset) => preset.name === name);
        if (removed === undefined || !(await write((now) => withoutPreset(now, name)))) return;
        notices.getState().offer(strings.presets.removed, strings.presets.removedText(name), {
          label: strings.chats.undo,
          run: () => void write((now) => [...withoutPreset(now, name), removed]),
        });
      },
    };
  }, [own, decoding, settings, notices, change]);
}
