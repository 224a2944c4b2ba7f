import type { Port } from "../../contract/port.ts";

/** How an engine process ended: an exit code, or the signal that killed it; both null where the system does not say. */
export interface EngineExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A running engine process as the host sees it, whatever made it. */
export interface EngineProcess {
  /** Speaks contract/engine-messages.ts. Its close is reported once everything sent before has been delivered. */
  readonly port: Port;
  /** Undefined while the process has not been born yet, or could not be. */
  readonly pid: number | undefined;
  /** Ends the process at once, without asking it. Its port closes afterwards. */
  kill(): void;
  /** The last lines of its stdout and stderr, oldest first: what llama.cpp had to say. */
  recentLog(): readonly string[];
  /** Null while it runs. */
  exit(): EngineExit | null;
}

/** Makes a new engine process. Never throws: a process that cannot be made is one whose port closes at once. */
export type EngineLauncher = () => EngineProcess;
