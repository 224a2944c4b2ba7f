import type { CallAnswer } from "./bridge.ts";
import type { CallInput, CallName } from "./calls.ts";
import type { HostEvent } from "./events.ts";

/** What the preload script puts on `window.outrider` under Electron: no raw ipcRenderer, no event objects. */
export interface PreloadApi {
  readonly call: <Name extends CallName>(name: Name, input: CallInput<Name>) => Promise<CallAnswer<Name>>;
  /** Returns its unsubscribe. */
  readonly subscribe: (listener: (event: HostEvent) => void) => () => void;
}

/** The two IPC channels of the bridge. */
export const ipcChannels = { call: "outrider:call", event: "outrider:event" } as const;
