import { createStore } from "zustand/vanilla";
import type { CallOutput } from "../../contract/calls.ts";
import type { ErrorRecord } from "../../contract/outrider-error.ts";

type AppState = CallOutput<"app.state">;

/** What the host says about itself. */
export type AboutHost = Pick<AppState, "version" | "shell" | "platform" | "folders">;

export type ConnectionStatus =
  | { readonly status: "connecting" }
  | { readonly status: "connected" }
  /** The way to the host broke; the bridge tries by itself. */
  | { readonly status: "lost" }
  /** The host is there but cannot say how things stand. */
  | { readonly status: "failed"; readonly error: ErrorRecord };

export interface ConnectionState {
  readonly connection: ConnectionStatus;
  /** Null until the host has spoken once; kept while the connection is lost. */
  readonly about: AboutHost | null;
}

export type ConnectionStore = ReturnType<typeof createConnectionStore>;

export function createConnectionStore() {
  return createStore<ConnectionState>()(() => ({ connection: { status: "connecting" }, about: null }));
}
