import type { CallInput, CallName, CallOutput } from "./calls.ts";
import type { HostEvent } from "./events.ts";
import type { ErrorRecord } from "./outrider-error.ts";

/** How a window talks to the host. Electron's preload and the web client both provide it; so does the test double. */
export interface Bridge {
  /** Rejects with an OutriderError. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  /** Adds files and folders that the user dropped as models; left out where the shell cannot tell where they lie. */
  addDropped?(files: readonly File[]): Promise<CallOutput<"models.add">>;
  /** Returns its unsubscribe. */
  subscribe(listener: (event: HostEvent) => void): () => void;
  /** Told when the way to the host breaks and when it is back. Returns its unsubscribe. */
  onConnection(listener: (connected: boolean) => void): () => void;
}

/** The answer to a call as it crosses a process boundary: errors travel as values, never as throws. */
export type CallAnswer<Name extends CallName = CallName> =
  | { readonly ok: true; readonly value: CallOutput<Name> }
  | { readonly ok: false; readonly error: ErrorRecord };
