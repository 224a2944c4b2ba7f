import type { Theme } from "../../contract/settings.ts";

/** Electron's word for the theme; it decides what `prefers-color-scheme` says in the page. */
export function themeSource(theme: Theme): "system" | "light" | "dark" {
  return theme === "auto" ? "system" : theme;
}

/** The page's ground colour (renderer/theme/tokens.css), shown until the page has drawn its first frame. */
export function groundColor(isDark: boolean): string {
  return isDark ? "#0e1014" : "#f6f6f3";
}
