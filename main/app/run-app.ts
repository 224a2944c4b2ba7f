import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { app, BrowserWindow, ipcMain, Menu, nativeTheme, protocol, session, type WebContents } from "electron";
import { ipcChannels } from "../../contract/preload-api.ts";
import type { Host } from "../../host/host.ts";
import { type CallingWindow, serveCalls } from "../bridge/serve-calls.ts";
import { createAppFileHandler } from "../security/app-files.ts";
import { appScheme } from "../security/app-origin.ts";
import { guardSession } from "../security/guard-session.ts";
import { shellPaths } from "../shell-paths.ts";
import { applicationMenu } from "../window/application-menu.ts";
import { openMainWindow } from "../window/main-window.ts";
import { themeSource } from "../window/theme.ts";
import { openHost } from "./open-host.ts";

/** The host gives replies two seconds and the engine three; what hangs beyond that is left to the system. */
const QUIT_LIMIT_MS = 6000;

/** Everything from Electron's `ready` on. Rejects where the data folder cannot be used. */
export async function runApp(dataFolder: string): Promise<void> {
  const { isPackaged } = app;
  const paths = shellPaths({ appPath: app.getAppPath(), resourcesPath: process.resourcesPath, isPackaged });
  guardSession(session.defaultSession, { allowDeveloperTools: !isPackaged });
  protocol.handle(appScheme, createAppFileHandler(paths.renderer));
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu({ platform: process.platform, isPackaged })));

  const host = await openHost(paths, dataFolder);
  closeOnQuit(host);
  host.followSettings(({ theme }) => {
    nativeTheme.themeSource = themeSource(theme);
  });

  let page: CallingWindow | null = null;
  serveCalls(ipcMain, () => page);
  const show = showingOneWindow(() =>
    openMainWindow({
      preload: paths.preload,
      isPackaged,
      stateFile: join(dataFolder, "window.json"),
      onPage(contents) {
        const windowSession = host.connectWindow((event) => send(contents, event));
        page = { contentsId: contents.id, handle: (name, input) => windowSession.handle(name, input) };
        return () => {
          windowSession.close();
          page = null;
        };
      },
    }),
  );
  app.on("second-instance", () => void show());
  app.on("activate", () => void show());
  app.on("window-all-closed", () => {
    // On a Mac an app without windows stays, and comes back by its icon.
    if (process.platform !== "darwin") app.quit();
  });

  await show();
}

function send(contents: WebContents, event: unknown): void {
  if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(ipcChannels.event, event);
}

/** Opens the window, or brings the open one to the front. */
function showingOneWindow(open: () => Promise<BrowserWindow>): () => Promise<BrowserWindow> {
  let shown: Promise<BrowserWindow> | null = null;
  return async () => {
    const forget = (): void => {
      shown = null;
    };
    if (shown === null) {
      shown = open();
      shown.then((window) => window.once("closed", forget), forget);
      return shown;
    }
    const window = await shown;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    return window;
  };
}

/** Lets replies, engine and files end in good order before the process does. */
function closeOnQuit(host: Host): void {
  let closed = false;
  let closing = false;
  app.on("before-quit", (event) => {
    if (closed) return;
    event.preventDefault();
    if (closing) return;
    closing = true;
    // As far as the user can see, it is over.
    for (const window of BrowserWindow.getAllWindows()) window.hide();
    const end = (): void => {
      closed = true;
      app.quit();
    };
    Promise.race([host.close(), wait(QUIT_LIMIT_MS)]).then(end, end);
  });
  // Ctrl-C in the terminal that it was started from: Electron handles the other signals so, but not this one.
  process.on("SIGINT", () => app.quit());
}
