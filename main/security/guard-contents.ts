import { mayNavigate, type Navigation } from "./navigation.ts";

interface Preventable {
  preventDefault(): void;
}

/** The part of Electron's WebContents that is guarded; narrow, so that a test can stand in for it. */
export interface GuardedContents {
  on(event: "will-navigate" | "will-redirect" | "will-frame-navigate", listener: NavigationListener): unknown;
  on(event: "will-attach-webview" | "will-prevent-unload", listener: (event: Preventable) => void): unknown;
  setWindowOpenHandler(handler: () => { action: "deny" }): void;
}
type NavigationListener = (event: Preventable & Navigation) => void;

/**
 * Puts the policies on web contents. Meant for all of them (`web-contents-created`), so that contents which come into
 * being in a way nobody thought of are guarded as well.
 */
export function guardContents(contents: GuardedContents): void {
  const guard: NavigationListener = (event) => {
    if (!mayNavigate(event)) event.preventDefault();
  };
  contents.on("will-navigate", guard);
  contents.on("will-redirect", guard);
  contents.on("will-frame-navigate", guard);
  contents.on("will-attach-webview", (event) => event.preventDefault());
  // Preventing the prevention: a page has no say in whether its window closes.
  contents.on("will-prevent-unload", (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}
