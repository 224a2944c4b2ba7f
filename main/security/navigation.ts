import { appPage, parseAppUrl } from "./app-origin.ts";

export interface Navigation {
  readonly url: string;
  readonly isMainFrame: boolean;
}

/**
 * Whether a page may take its frame somewhere. The app is one page: only loading that page again is allowed, and only
 * in the main frame, because the app has no other frames.
 */
export function mayNavigate(navigation: Navigation): boolean {
  const url = parseAppUrl(navigation.url);
  if (url === null || !navigation.isMainFrame) return false;
  return url.search === "" && url.pathname === new URL(appPage).pathname;
}
