import { constants } from "node:os";
import { messageOf } from "../../contract/outrider-error.ts";
import type { Port } from "../../contract/port.ts";
import type { EngineExit, EngineLauncher, EngineProcess } from "../../host/engine/engine-process.ts";
import { createInbox, deadPort } from "../../host/engine/port-parts.ts";
import { createRecentLines } from "../../host/engine/recent-lines.ts";
import { YOUNG_HEAP_FLAG } from "../../host/engine/young-heap.ts";

const LOG_LINES = 200;
/** After the exit, messages and log lines already sent get this long to arrive. */
const DRAIN_MS = 500;

/** The part of Electron's UtilityProcess that is used; narrow, so that a test can stand in for it. */
interface UtilityChild {
  readonly pid: number | undefined;
  readonly stdout: ReadableOutput | null;
  readonly stderr: ReadableOutput | null;
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: "message", listener: (message: unknown) => void): unknown;
  once(event: "spawn", listener: () => void): unknown;
  once(event: "exit", listener: (code: number) => void): unknown;
}

interface ReadableOutput {
  on(event: "data", listener: (chunk: Buffer) => void): unknown;
}

/** What `app`'s event `child-process-gone` says. */
export interface GoneProcess {
  readonly name?: string;
  readonly reason: string;
  readonly exitCode: number;
}

/** Electron, as far as it makes processes. */
export interface UtilityProcesses {
  fork(
    entry: string,
    parameters: string[],
    options: { env: Record<string, string>; execArgv: string[]; stdio: ("ignore" | "pipe")[]; serviceName: string },
  ): UtilityChild;
  /** Returns its unsubscribe. */
  onGone(listener: (gone: GoneProcess) => void): () => void;
  /** Ends a process that does not listen any more. */
  killNow(pid: number): void;
}

export interface UtilityLauncherOptions {
  readonly processes: UtilityProcesses;
  /** The engine's bundle, outside the asar archive. */
  readonly entry: string;
  readonly environment: Record<string, string>;
}

/** Launches the engine in an Electron utility process: an own process with an own V8, without a second Node to ship. */
export function utilityLauncher(options: UtilityLauncherOptions): EngineLauncher {
  let launches = 0;
  return () => {
    launches += 1;
    // `child-process-gone` names processes, not objects: every launch needs a name of its own.
    return launchUtility(options, `Outrider engine ${launches}`);
  };
}

function launchUtility(options: UtilityLauncherOptions, serviceName: string): EngineProcess {
  const log = createRecentLines(LOG_LINES);
  let child: UtilityChild | null = null;
  let ended: EngineExit | null = null;
  let finish = (): void => {};
  const closed = new Promise<void>((resolve) => {
    finish = resolve;
  });

  const end = (exit: EngineExit): void => {
    // Nothing may be sent from here on: posting to a gone process has crashed Electron's main process (electron#53923).
    child = null;
    if (ended === null) {
      setTimeout(() => {
        stopWatching();
        finish();
      }, DRAIN_MS);
    }
    ended = exit;
  };
  // The two notices of an end race, and the child's own `exit` calls some killed processes successful (electron#42283):
  // where both come, this one counts.
  let reported = false;
  const stopWatching = options.processes.onGone((gone) => {
    if (gone.name !== serviceName) return;
    reported = true;
    end(exitOf(gone));
  });

  const killNow = (): void => {
    const pid = child?.pid;
    // Electron asks politely and reaps the process afterwards; one that is stuck in native code does not hear it.
    child?.kill();
    if (pid !== undefined) options.processes.killNow(pid);
  };

  try {
    child = options.processes.fork(options.entry, [], {
      env: options.environment,
      // Electron's own process sets up V8: Node's form of the flag comes too late.
      execArgv: [`--js-flags=${YOUNG_HEAP_FLAG}`],
      stdio: ["ignore", "pipe", "pipe"],
      serviceName,
    });
    child.stdout?.on("data", log.stream());
    child.stderr?.on("data", log.stream());
    child.once("exit", (code) => {
      if (!reported) end({ code, signal: null });
    });
  } catch (error) {
    log.add(messageOf(error));
    end({ code: null, signal: null });
  }

  return {
    port: child === null ? deadPort(closed) : utilityPort(() => child, child, closed),
    get pid() {
      return child?.pid;
    },
    kill() {
      if (child === null) return;
      // Before its birth there is nothing to end.
      if (child.pid === undefined) child.once("spawn", () => killNow());
      else killNow();
    },
    recentLog: () => log.lines(),
    exit: () => ended,
  };
}

const violentEnds: ReadonlySet<string> = new Set(["crashed", "killed", "oom"]);
const WAIT_STATUS_SIGNAL = 0x7f;

/** Electron passes on what the system says: outside Windows that is waitpid's status, whose low bits are the signal. */
export function exitOf({ reason, exitCode }: GoneProcess, platform: NodeJS.Platform = process.platform): EngineExit {
  if (platform === "win32" || !violentEnds.has(reason)) return { code: exitCode, signal: null };
  const number = exitCode & WAIT_STATUS_SIGNAL;
  const named = Object.entries(constants.signals).find(([, value]) => value === number);
  return { code: null, signal: named?.[0] ?? reason };
}

function utilityPort(running: () => UtilityChild | null, child: UtilityChild, closed: Promise<void>): Port {
  const inbox = createInbox();
  child.on("message", inbox.receive);
  // Messages sent before the process exists are lost, so they wait here.
  let unsent: unknown[] | null = [];
  child.once("spawn", () => {
    const waiting = unsent ?? [];
    unsent = null;
    for (const message of waiting) running()?.postMessage(message);
  });
  return {
    post(message) {
      if (unsent !== null) unsent.push(message);
      else running()?.postMessage(message);
    },
    onMessage: inbox.onMessage,
    onClose(listener) {
      void closed.then(listener);
    },
    close() {
      running()?.kill();
    },
  };
}
