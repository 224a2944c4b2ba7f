import { useCallback } from "react";
import type { PairChoice } from "../../../contract/models.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";

/** Loads a pair; what goes wrong is said in a notice. */
export function useSelectPair(): (choice: PairChoice) => Promise<void> {
  const { pair, notices } = useSession();
  return useCallback(
    async (choice) => {
      await notices.getState().attempt(strings.pair.selectFailed, () => pair.getState().select(choice));
    },
    [pair, notices],
  );
}
