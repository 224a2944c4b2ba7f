import { useEffect } from "react";
import { useSettings } from "../../store/session-context.tsx";
import { applyTheme } from "../../theme/apply-theme.ts";

/** Puts the chosen theme and text size into force and, where it is `auto`, follows the system. */
export function useTheme(): void {
  const textSize = useSettings((state) => state.settings?.textSize ?? null);
  useEffect(() => {
    if (textSize !== null) document.documentElement.dataset.textSize = textSize;
  }, [textSize]);
  const theme = useSettings((state) => state.settings?.theme ?? null);
  useEffect(() => {
    if (theme === null) return;
    applyTheme(theme);
    if (theme !== "auto") return;
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const follow = (): void => applyTheme("auto");
    dark.addEventListener("change", follow);
    return () => dark.removeEventListener("change", follow);
  }, [theme]);
}
