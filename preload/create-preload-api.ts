import type { CallAnswer } from "../contract/bridge.ts";
import type { CallInput, CallName } from "../contract/calls.ts";
import type { HostEvent } from "../contract/events.ts";
import { ipcChannels, type PreloadApi } from "../contract/preload-api.ts";
import { isCallName } from "./call-names.ts";

type EventListener = (event: unknown, hostEvent: HostEvent) => void;

/** The part of Electron's ipcRenderer that is used; narrow, so that a test can stand in for it. */
export interface RendererIpc {
  invoke(channel: string, name: CallName, input: unknown): Promise<unknown>;
  on(channel: string, listener: EventListener): unknown;
  removeListener(channel: string, listener: EventListener): unknown;
}

/**
 * Three functions over two fixed channels: the page can name a call of the contract, but no channel.
 * @param pathOf where a file of the page's lies; empty for one that lies nowhere
 */
export function createPreloadApi(ipc: RendererIpc, pathOf: (file: File) => string): PreloadApi {
  return {
    async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallAnswer<Name>> {
      // SECURITY: the page is the caller, so the types above are a wish.
      if (!isCallName(name)) {
        return { ok: false, error: { kind: "invalid-input", message: `There is no call named "${String(name)}".` } };
      }
      // Taken on trust: main comes from the same build and has validated what it sends.
      return (await ipc.invoke(ipcChannels.call, name, input)) as CallAnswer<Name>;
    },
    async addDropped(files) {
      const paths = files.map(pathOf).filter((path) => path !== "");
      if (paths.length === 0) {
        const message = "What was dropped is no file on this computer. Drop GGUF files, or folders with such files.";
        return { ok: false, error: { kind: "invalid-input", message } };
      }
      return (await ipc.invoke(ipcChannels.call, "models.add", { paths })) as CallAnswer<"models.add">;
    },
    subscribe(listener) {
      // SECURITY: Electron's event object stays here; it would hand the page the raw ipcRenderer.
      const forward: EventListener = (_event, hostEvent) => listener(hostEvent);
      ipc.on(ipcChannels.event, forward);
      return () => void ipc.removeListener(ipcChannels.event, forward);
    },
  };
}
