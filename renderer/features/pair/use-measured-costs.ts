import { useEffect, useState } from "react";
import type { ModelId } from "../../../contract/models.ts";
import { usePair, useSession } from "../../store/session-context.tsx";

const none: Readonly<Record<ModelId, number>> = {};

/** c of the drafts that were measured beside a target, asked anew when a pair has been loaded. None while it is not known. */
export function useMeasuredCosts(targetId: ModelId | null): Readonly<Record<ModelId, number>> {
  const { bridge } = useSession();
  const loaded = usePair(({ pair }) => (pair.state === "loaded" ? pair.pair : null));
  const [costs, setCosts] = useState(none);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a pair that has been loaded was measured
  useEffect(() => {
    let shown = true;
    setCosts(none);
    if (targetId === null) return;
    bridge.call("models.costs", { targetId }).then(
      (known) => {
        if (shown) setCosts(known);
      },
      // The list does without.
      () => {},
    );
    return () => {
      shown = false;
    };
  }, [bridge, targetId, loaded]);

  return costs;
}
