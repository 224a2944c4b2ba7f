import { contextBridge, ipcRenderer, webUtils } from "electron";
import { createPreloadApi } from "./create-preload-api.ts";

contextBridge.exposeInMainWorld("outrider", createPreloadApi(ipcRenderer, pathOf));

/** Electrons before 29, such as the one of the tests, have no webUtils; there a file says itself where it lies. */
function pathOf(file: File): string {
  if (webUtils !== undefined) return webUtils.getPathForFile(file);
  return "path" in file ? String(file.path) : "";
}
