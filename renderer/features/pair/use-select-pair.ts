import { useCallback } from "react";
import type { PairChoice } from "../../../contract/models.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";

/** Loads a pair, for the open chat where there is one; what goes wrong is said in a notice. */
export function useSelectPair(): (choice: PairChoice) => Promise<void> {
  const { chats, pair, notices } = useSession();
  return useCallback(
    async (choice) => {
      const { selectedId } = chats.getState();
      await notices.getState().attempt(strings.pair.selectFailed, () => pair.getState().select(choice, selectedId));
    },
    [chats, pair, notices],
  );
}
