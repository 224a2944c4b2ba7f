import { useCallback } from "react";
import type { ChatDecodingPatch } from "../../../contract/chat-decoding.ts";
import { changeDecoding } from "../../store/change-decoding.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";

/** Changes how the open chat and new ones are decoded; what goes wrong is said in a notice. */
export function useChangeDecoding(): (patch: ChatDecodingPatch) => Promise<void> {
  const session = useSession();
  return useCallback(
    async (patch) => {
      await session.notices.getState().attempt(strings.settings.updateFailed, () => changeDecoding(session, patch));
    },
    [session],
  );
}
