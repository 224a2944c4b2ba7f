import type { Bridge } from "../../contract/bridge.ts";
import type { PreloadApi } from "../../contract/preload-api.ts";
import { readAnswer, readEvent } from "./read-host.ts";

declare global {
  interface Window {
    /** Only there under Electron. */
    readonly outrider?: PreloadApi;
  }
}

/** The bridge of an Electron window. Its host lives as long as the window does, so the connection never breaks. */
export function createPreloadBridge(api: PreloadApi): Bridge {
  return {
    call: async (name, input) => readAnswer(name, await api.call(name, input)),
    addDropped: async (files) => readAnswer("models.add", await api.addDropped(files)),
    subscribe: (listener) =>
      api.subscribe((value) => {
        const event = readEvent(value);
        if (event !== null) listener(event);
        else reportError(new Error("The host sent an event this window does not understand."));
      }),
    onConnection: () => () => undefined,
  };
}
