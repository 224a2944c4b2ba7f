import type { Theme } from "../../contract/settings.ts";

const KEY = "outrider.theme";

/** Colours the window, and remembers the choice so that the next start has it before the settings are there. */
export function applyTheme(theme: Theme): void {
  const dark = theme === "dark" || (theme === "auto" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the first moment of the next start may have the other theme: no harm.
  }
}

/** The theme of the last time; `auto` the first time. */
export function rememberedTheme(): Theme {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : "auto";
  } catch {
    return "auto";
  }
}
