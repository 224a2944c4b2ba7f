import type { Bridge } from "../../contract/bridge.ts";
import { createPreloadBridge } from "./preload-bridge.ts";
import { createWebBridge } from "./web-bridge.ts";

/** The way to the host: the preload script's under Electron, a WebSocket to the page's own server elsewhere. */
export function connectBridge(): Bridge {
  if (window.outrider !== undefined) return createPreloadBridge(window.outrider);
  const url = new URL("/socket", window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return createWebBridge(url.href);
}
