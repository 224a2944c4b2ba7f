import { type ChildProcess, fork } from "node:child_process";
import { messageOf } from "../../contract/outrider-error.ts";
import type { Port } from "../../contract/port.ts";
import { engineEnvironment } from "./engine-environment.ts";
import { engineArguments, locateEngine, locateNode } from "./engine-location.ts";
import type { EngineLauncher, EngineProcess } from "./engine-process.ts";
import { createInbox, deadPort } from "./port-parts.ts";
import { createRecentLines, type RecentLines } from "./recent-lines.ts";
import { YOUNG_HEAP_FLAG } from "./young-heap.ts";

const LOG_LINES = 200;
/** After the exit, pipes may be held open by a grandchild; messages and log lines get this long to arrive. */
const DRAIN_MS = 500;
/** A process that closed its channel is of no use any more, but may be on its way out in good order. */
const LEAVE_MS = 3000;

export interface ForkOptions {
  /** The engine's program; found beside this code where it is left out. */
  readonly entry?: string;
}

/** Launches the engine as a plain Node child process: the way of the terminal, the web version and the tests. */
export function forkLauncher(options: ForkOptions = {}): EngineLauncher {
  return () => {
    const log = createRecentLines(LOG_LINES, process.env.OUTRIDER_LOG === "debug" ? passOn : undefined);
    try {
      const entry = options.entry ?? locateEngine();
      const child = fork(entry, [], {
        execPath: locateNode(),
        execArgv: [YOUNG_HEAP_FLAG, ...engineArguments(entry)],
        env: engineEnvironment(),
        stdio: ["ignore", "pipe", "pipe", "ipc"],
        // In a terminal, Ctrl-C goes to the whole process group: the engine must live on until its host has asked it to end.
        detached: process.platform !== "win32",
      });
      return overChild(child, log);
    } catch (error) {
      log.add(messageOf(error));
      return stillborn(log);
    }
  };
}

/** With OUTRIDER_LOG=debug the native log is seen as it comes, not only after a crash. */
function passOn(line: string): void {
  process.stderr.write(`${line}\n`);
}

function overChild(child: ChildProcess, log: RecentLines): EngineProcess {
  child.stdout?.on("data", log.stream());
  child.stderr?.on("data", log.stream());
  let ended: { code: number | null; signal: string | null } | null = null;

  const closed = new Promise<void>((resolve) => {
    // "close" comes once the exit, both pipes and the message channel are through.
    child.once("close", () => resolve());
    child.once("exit", (code, signal) => {
      ended = { code, signal };
      setTimeout(resolve, DRAIN_MS).unref();
    });
    child.on("error", (error) => {
      log.add(error.message);
      if (child.pid === undefined) {
        ended = { code: null, signal: null };
        resolve();
      }
    });
  });
  child.once("disconnect", () => {
    const timer = setTimeout(() => child.kill("SIGKILL"), LEAVE_MS).unref();
    child.once("exit", () => clearTimeout(timer));
  });

  return {
    port: childPort(child, closed),
    get pid() {
      return child.pid;
    },
    kill: () => void child.kill("SIGKILL"),
    recentLog: () => log.lines(),
    exit: () => ended,
  };
}

function childPort(child: ChildProcess, closed: Promise<void>): Port {
  const inbox = createInbox();
  child.on("message", inbox.receive);
  return {
    post(message) {
      if (typeof message !== "object" || message === null) throw new TypeError("A message must be an object.");
      // The callback takes the error of a channel that closes while the message is on its way; the close is reported anyway.
      if (child.connected) child.send(message, () => {});
    },
    onMessage: inbox.onMessage,
    onClose(listener) {
      void closed.then(listener);
    },
    close() {
      if (child.connected) child.disconnect();
    },
  };
}

/** Stands for a process that could not be made; the reason is its only log line. */
function stillborn(log: RecentLines): EngineProcess {
  return {
    port: deadPort(Promise.resolve()),
    pid: undefined,
    kill: () => {},
    recentLog: () => log.lines(),
    exit: () => ({ code: null, signal: null }),
  };
}
