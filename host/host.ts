import type { CallAnswer } from "../contract/bridge.ts";
import type { HostEvent } from "../contract/events.ts";
import type { Settings } from "../contract/settings.ts";
import type { EngineLogLine } from "./engine/engine-client.ts";
import type { EngineLauncher } from "./engine/engine-process.ts";
import type { SupervisorTiming } from "./engine/engine-supervisor.ts";
import type { SecretSeal } from "./secrets/secret-store.ts";

/** What only the shell around the host can do. */
export interface ShellActions {
  /** Opens an https address, checked, in the system's browser; false where the page has to do it itself. */
  openLink(url: string): Promise<boolean>;
  /** Lets the user pick a folder in the system's dialog; empty: none was picked. Left out where there is no such dialog. */
  chooseFolder?(): Promise<readonly string[]>;
  /** The same for GGUF files. */
  chooseModelFiles?(): Promise<readonly string[]>;
}

export interface HostOptions {
  /** Outrider's own. */
  readonly version: string;
  readonly shell: "electron" | "web";
  readonly actions: ShellActions;
  /** Where chats and settings are kept; one host at a time works on it. */
  readonly dataFolder: string;
  /** Where models are looked for beside the bundled ones and the folders of the settings. */
  readonly modelsFolder: string;
  /** The folder with manifest.json and the bundled weights; null where there are none. */
  readonly bundledFolder: string | null;
  /** The engine's program, where it does not lie beside the host's. */
  readonly engineEntry?: string;
  /** Makes the engine process unless the settings ask for a Node child; left out: it is always one. */
  readonly launchEngine?: EngineLauncher;
  /** What secrets are sealed with beside the file's permissions, where the shell has something. */
  readonly secretSeal?: SecretSeal;
  readonly onLog?: (line: EngineLogLine) => void;
  readonly timing?: Partial<SupervisorTiming>;
}

/** One window's way to the host. */
export interface WindowSession {
  /** Answers a call of the contract. Name and input may come from anywhere; errors come back as values. */
  handle(name: string, input: unknown): Promise<CallAnswer>;
  /** The way to the window has room again after `hasRoom` said no. */
  resume(): void;
  /** The window is gone: it gets no more events. */
  close(): void;
}

/** The application without a window. */
export interface Host {
  /** What the user should know about the start, such as a damaged file that was moved aside. */
  readonly notices: readonly string[];
  /** Tells the settings as they are, and again after every change; for the shell itself, which is no window. */
  followSettings(listener: (settings: Settings) => void): void;
  /**
   * `send` gets every event from now on and must not throw. `hasRoom` says whether the way to the window takes more
   * rounds for now; where it is left out, only the window's acknowledgements hold them back.
   */
  connectWindow(send: (event: HostEvent) => void, hasRoom?: () => boolean): WindowSession;
  /** Ends replies (keeping what they have), the engine and the files. */
  close(): Promise<void>;
}
