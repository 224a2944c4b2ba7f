/** The start of the desktop app: what has to be settled before Electron is ready. */
import { join } from "node:path";
import { app, dialog, protocol } from "electron";
import { messageOf } from "../contract/outrider-error.ts";
import { locateDataFolder } from "../host/data-folder.ts";
import { makeFolder } from "../host/make-folder.ts";
import { runApp } from "./app/run-app.ts";
import { appScheme } from "./security/app-origin.ts";
import { guardContents } from "./security/guard-contents.ts";
import { mustEnableSandbox } from "./security/operating-system-sandbox.ts";

function start(): void {
  const enableSandbox = mustEnableSandbox({
    isPackaged: app.isPackaged,
    isRoot: process.getuid?.() === 0,
    hasNoSandboxSwitch: app.commandLine.hasSwitch("no-sandbox"),
  });
  if (enableSandbox) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  app.on("web-contents-created", (_event, contents) => guardContents(contents));

  // Chromium's own files go with the chats, so that there is one folder to back up, move or delete. It also decides what
  // counts as a second instance: one per data folder.
  const dataFolder = locateDataFolder();
  const browserFolder = join(dataFolder, "browser");
  makeFolder(browserFolder, 0o700);
  app.setPath("userData", browserFolder);
  if (!app.requestSingleInstanceLock()) {
    app.exit();
    return;
  }
  app
    .whenReady()
    .then(() => runApp(dataFolder))
    .catch(giveUp);
}

function giveUp(error: unknown): void {
  const message = messageOf(error);
  process.stderr.write(`${message}\n`);
  dialog.showErrorBox("Outrider could not start", message);
  app.exit(1);
}

try {
  start();
} catch (error) {
  giveUp(error);
}
