import type { CallAnswer } from "./bridge.ts";
import type { CallInput, CallName } from "./calls.ts";
import type { HostEvent } from "./events.ts";

/** What the preload script puts on `window.outrider` under Electron: no raw ipcRenderer, no event objects. */
export interface PreloadApi {
  readonly call: <Name extends CallName>(name: Name, input: CallInput<Name>) => Promise<CallAnswer<Name>>;
  /**
   * Adds files and folders that the user dropped as models. Where they lie is read from them in the preload script and told
   * to the host; the page hears of it no more than of any model.
   */
  readonly addDropped: (files: readonly File[]) => Promise<CallAnswer<"models.add">>;
  /** Returns its unsubscribe. */
  readonly subscribe: (listener: (event: HostEvent) => void) => () => void;
}

/** The two IPC channels of the bridge. */
export const ipcChannels = { call: "outrider:call", event: "outrider:event" } as const;
