import type { Rectangle } from "electron";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { readJson } from "../../host/read-json.ts";

const windowStateSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) }),
  maximized: z.boolean(),
});
/** Where the window was; `bounds` are those of the window when it is not maximized. */
export type WindowState = z.infer<typeof windowStateSchema>;

const preferredSize = { width: 1360, height: 880 };
/** So much of the title bar must lie on a screen for the window to be got hold of. */
const VISIBLE = { width: 120, height: 40 };

/** Null where there is none yet, or none that can be read: the window then opens in its usual size. */
export function readWindowState(file: string): Promise<WindowState | null> {
  return readJson(file, windowStateSchema);
}

/** At once, because the app may be on its way out. A place that cannot be kept costs nothing but the place. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileAtomic.sync(file, JSON.stringify(state));
  } catch {
    // The disk is full or the folder is gone: chats and settings will have said so.
  }
}

/**
 * Where to open the window: where it was, if that still lies on one of the screens, else in its usual size, no larger
 * than the first screen, wherever the system puts it. Screens are given by their work areas.
 */
export function placeWindow(state: WindowState | null, screens: readonly Rectangle[]): Partial<Rectangle> {
  if (state !== null && screens.some((screen) => titleBarIsOn(state.bounds, screen))) return state.bounds;
  const first = screens[0] ?? { ...preferredSize, x: 0, y: 0 };
  return {
    width: Math.min(preferredSize.width, first.width),
    height: Math.min(preferredSize.height, first.height),
  };
}

function titleBarIsOn(window: Rectangle, screen: Rectangle): boolean {
  const width = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const titleBar = { top: window.y, bottom: window.y + VISIBLE.height };
  const height = Math.min(titleBar.bottom, screen.y + screen.height) - Math.max(titleBar.top, screen.y);
  return width >= VISIBLE.width && height >= VISIBLE.height;
}
