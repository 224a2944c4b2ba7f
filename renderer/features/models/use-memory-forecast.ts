import { useEffect, useState } from "react";
import type { MemoryForecast } from "../../../contract/loading.ts";
import type { PairChoice } from "../../../contract/models.ts";
import { messageOf } from "../../../contract/outrider-error.ts";
import { useSession, useSettings } from "../../store/session-context.tsx";

export type ForecastState =
  | { readonly state: "unknown" }
  | { readonly state: "known"; readonly forecast: MemoryForecast }
  | { readonly state: "failed"; readonly why: string };

/** What a pair would take in memory, asked anew when the pair or the load settings change. */
export function useMemoryForecast(choice: PairChoice | null): ForecastState {
  const { bridge } = useSession();
  const load = useSettings((state) => state.confirmed?.load);
  const [state, setState] = useState<ForecastState>({ state: "unknown" });
  const targetId = choice?.targetId ?? null;
  const draftId = choice?.draftId ?? null;

  useEffect(() => {
    let shown = true;
    setState({ state: "unknown" });
    if (targetId === null || load === undefined) return;
    bridge.call("models.memory", { choice: { targetId, draftId } }).then(
      (forecast) => {
        if (shown) setState({ state: "known", forecast });
      },
      (error: unknown) => {
        if (shown) setState({ state: "failed", why: messageOf(error) });
      },
    );
    return () => {
      shown = false;
    };
  }, [bridge, targetId, draftId, load]);

  return state;
}
