import { useCallback } from "react";
import type { SettingsPatch } from "../../../contract/settings.ts";
import { useSession } from "../../store/session-context.tsx";
import { strings } from "../../strings.ts";

/** Changes settings; what goes wrong is said in a notice, and the old value is shown again. */
export function useUpdateSettings(): (patch: SettingsPatch) => Promise<void> {
  const { settings, notices } = useSession();
  return useCallback(
    async (patch) => {
      await notices.getState().attempt(strings.settings.updateFailed, () => settings.getState().update(patch));
    },
    [settings, notices],
  );
}
