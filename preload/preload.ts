import { contextBridge, ipcRenderer } from "electron";
import { createPreloadApi } from "./create-preload-api.ts";

contextBridge.exposeInMainWorld("outrider", createPreloadApi(ipcRenderer));
