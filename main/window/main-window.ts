import { BrowserWindow, dialog, Menu, nativeTheme, screen, type WebContents } from "electron";
import { appPage } from "../security/app-origin.ts";
import { mayNavigate } from "../security/navigation.ts";
import { windowOptions } from "../security/window-options.ts";
import { contextMenu } from "./context-menu.ts";
import { respondToCrash } from "./renderer-crash.ts";
import { groundColor } from "./theme.ts";
import { placeWindow, readWindowState, writeWindowState } from "./window-state.ts";

export interface MainWindowOptions {
  readonly preload: string;
  readonly isPackaged: boolean;
  /** Where size and place are kept between starts. */
  readonly stateFile: string;
  /**
   * A page has come up in the window: the first one, or one that was loaded again. Told before the page can call.
   * Returns what to do when that page is gone: replaced, crashed, or closed with its window.
   */
  readonly onPage: (contents: WebContents) => () => void;
}

/** Opens the app's one window; resolves as soon as it exists, hidden until its first frame is drawn. */
export async function openMainWindow(options: MainWindowOptions): Promise<BrowserWindow> {
  const state = await readWindowState(options.stateFile);
  const window = new BrowserWindow(
    windowOptions({
      preload: options.preload,
      bounds: placeWindow(
        state,
        screen.getAllDisplays().map(({ workArea }) => workArea),
      ),
      backgroundColor: groundColor(nativeTheme.shouldUseDarkColors),
      isPackaged: options.isPackaged,
    }),
  );
  window.once("ready-to-show", () => {
    if (state?.maximized) window.maximize();
    window.show();
  });
  keepState(window, options.stateFile);
  keepGround(window);
  followPages(window, options);
  recover(window);
  offerContextMenu(window);
  void window.loadURL(appPage);
  return window;
}

function keepState(window: BrowserWindow, file: string): void {
  window.on("close", () => {
    writeWindowState(file, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
}

/** Resizing shows the window's own colour at the edges. */
function keepGround(window: BrowserWindow): void {
  const repaint = (): void => window.setBackgroundColor(groundColor(nativeTheme.shouldUseDarkColors));
  nativeTheme.on("updated", repaint);
  window.once("closed", () => nativeTheme.off("updated", repaint));
}

function offerContextMenu(window: BrowserWindow): void {
  window.webContents.on("context-menu", (_event, place) => {
    const items = contextMenu(place);
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window });
  });
}

function followPages(window: BrowserWindow, { onPage }: MainWindowOptions): void {
  let leave = (): void => {};
  const left = (): void => {
    leave();
    leave = () => {};
  };
  // Comes after the page was put in place and before anything that it sends.
  window.webContents.on("did-navigate", (_event, url) => {
    left();
    // Electron asks nobody before a page goes to about:blank, so it is brought back afterwards, and gets no session.
    if (mayNavigate({ url, isMainFrame: true })) leave = onPage(window.webContents);
    else void window.loadURL(appPage);
  });
  window.webContents.on("render-process-gone", left);
  window.once("closed", left);
}

function recover(window: BrowserWindow): void {
  let previousCrashAt: number | null = null;
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    const response = respondToCrash(reason, previousCrashAt, Date.now());
    if (response === "ignore") return;
    previousCrashAt = Date.now();
    if (response === "reload") window.webContents.reload();
    else void askAfterCrash(window, reason);
  });
}

async function askAfterCrash(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: "error",
    message: "The window crashed twice in a short time.",
    detail: `Reason: ${reason}. Your chats are safe, and a running reply goes on. Load the window again, or close it and start Outrider anew.`,
    buttons: ["Load again", "Close"],
    defaultId: 0,
    cancelId: 1,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.close();
}
