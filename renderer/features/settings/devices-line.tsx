import { strings } from "../../strings.ts";
import { useMemoryForecast } from "../models/use-memory-forecast.ts";
import { usePairChoice } from "../pair/use-pair-choice.ts";
import { SettingRow } from "./setting-row.tsx";

/** What the engine computes on, and how much memory is free there. Only shown once it is known. */
export function DevicesLine() {
  const state = useMemoryForecast(usePairChoice());
  if (state.state !== "known") return null;
  const { backend, free } = state.forecast;
  const words = strings.settings;
  return (
    <SettingRow label={words.devices} hint={words.devicesHint}>
      <span>{words.deviceFree(words.backends[backend], free.ram, free.vram)}</span>
    </SettingRow>
  );
}
