import { useMemo } from "react";
import type { ModelEntry, PairChoice, PairStatus } from "../../../contract/models.ts";
import type { Settings } from "../../../contract/settings.ts";
import { useModels, usePair, useSettings } from "../../store/session-context.tsx";

/** The pair that is loaded or will be with the next message; null where there is no model. */
export function usePairChoice(): PairChoice | null {
  const pair = usePair((state) => state.pair);
  const settings = useSettings((state) => state.settings);
  const models = useModels((state) => state.models);
  return useMemo(() => pairChoice(pair, settings, models), [pair, settings, models]);
}

/** What the host will load: the pair in memory, else the one in the settings, else the bundled one (target first). */
export function pairChoice(
  pair: PairStatus,
  settings: Settings | null,
  models: readonly ModelEntry[],
): PairChoice | null {
  if (pair.state !== "unloaded") return pair.choice;
  if (settings !== null && settings.pair !== null) return settings.pair;
  const [target, draft] = models.filter((model) => model.origin === "bundled");
  return target === undefined ? null : { targetId: target.id, draftId: draft?.id ?? null };
}
