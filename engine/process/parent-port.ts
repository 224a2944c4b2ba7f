import { EventEmitter } from "node:events";
import type { Port } from "../../contract/port.ts";

/** Electron adds this to the process object of a utility process; it has no type outside Electron's. */
interface UtilityParentPort extends EventEmitter {
  postMessage(message: unknown): void;
  start?(): void;
}

/** The engine's end of the channel to the host: a utility process under Electron, a forked Node elsewhere. */
export function openParentPort(): Port {
  const utility = utilityParentPort();
  return utility === null ? forkedPort() : utilityPort(utility);
}

function utilityParentPort(): UtilityParentPort | null {
  const port: unknown = Reflect.get(process, "parentPort");
  return isUtilityParentPort(port) ? port : null;
}

function isUtilityParentPort(port: unknown): port is UtilityParentPort {
  return port instanceof EventEmitter && "postMessage" in port && typeof port.postMessage === "function";
}

function utilityPort(port: UtilityParentPort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on("message", (event: { readonly data: unknown }) => listener(event.data));
      port.start?.();
    },
    // A utility process dies with its parent; there is nothing to hear.
    onClose() {},
    close: () => process.exit(0),
  };
}

function forkedPort(): Port {
  return {
    post(message) {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => void process.on("message", listener),
    onClose: (listener) => void process.on("disconnect", listener),
    close: () => process.disconnect(),
  };
}
