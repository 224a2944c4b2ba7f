import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { EngineProcess } from "../../../host/engine/engine-process.ts";
import { exitOf, type GoneProcess, utilityLauncher } from "../../../main/engine/utility-launcher.ts";

class FakeChild extends EventEmitter {
  pid: number | undefined;
  readonly stdout = new EventEmitter();
  readonly stderr = new EventEmitter();
  readonly posted: unknown[] = [];
  kills = 0;

  postMessage(message: unknown): void {
    this.posted.push(message);
  }

  kill(): boolean {
    this.kills += 1;
    return true;
  }

  spawn(pid: number): void {
    this.pid = pid;
    this.emit("spawn");
  }
}

/** Waits for the port's close, without waiting for the clock. */
function closeOf(engine: EngineProcess): () => Promise<void> {
  const closed = new Promise<void>((resolve) => engine.port.onClose(resolve));
  return async () => {
    await vi.runAllTimersAsync();
    await closed;
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function launchFake() {
  const child = new FakeChild();
  const gone = new Set<(gone: GoneProcess) => void>();
  const killed: number[] = [];
  const forks: { entry: string; env: Record<string, string>; serviceName: string }[] = [];
  const launch = utilityLauncher({
    entry: "engine.js",
    environment: { UV_THREADPOOL_SIZE: "1" },
    processes: {
      fork(entry, _parameters, { env, serviceName }) {
        forks.push({ entry, env, serviceName });
        return child;
      },
      onGone(listener) {
        gone.add(listener);
        return () => gone.delete(listener);
      },
      killNow: (pid) => void killed.push(pid),
    },
  });
  const engine = launch();
  const closed = closeOf(engine);
  const reportGone = (name: string, exitCode: number): void => {
    for (const listener of gone) listener({ name, reason: "crashed", exitCode });
  };
  return { child, engine, closed, killed, forks, reportGone, gone };
}

describe("how a process ended", () => {
  test.each([
    ["crashed", 11, "linux", { code: null, signal: "SIGSEGV" }],
    ["crashed", 128 + 6, "darwin", { code: null, signal: "SIGABRT" }],
    ["killed", 9, "linux", { code: null, signal: "SIGKILL" }],
    ["oom", 0, "linux", { code: null, signal: "oom" }],
    ["abnormal-exit", 3, "linux", { code: 3, signal: null }],
    ["crashed", -1073741819, "win32", { code: -1073741819, signal: null }],
  ] as const)("%s, %d on %s", (reason, exitCode, platform, exit) => {
    expect(exitOf({ reason, exitCode }, platform)).toEqual(exit);
  });
});

describe("the engine in a utility process", () => {
  test("is forked with its environment and gets what was sent before it was born", () => {
    const { child, engine, forks } = launchFake();
    engine.port.post({ type: "first" });
    expect(child.posted).toEqual([]);
    child.spawn(7);
    engine.port.post({ type: "second" });
    expect(child.posted).toEqual([{ type: "first" }, { type: "second" }]);
    expect(engine.pid).toBe(7);
    expect(forks).toEqual([{ entry: "engine.js", env: { UV_THREADPOOL_SIZE: "1" }, serviceName: "Outrider engine 1" }]);
  });

  test("keeps messages for a listener that comes late", () => {
    const { child, engine } = launchFake();
    child.emit("message", { type: "ready" });
    const heard: unknown[] = [];
    engine.port.onMessage((message) => heard.push(message));
    child.emit("message", { type: "log" });
    expect(heard).toEqual([{ type: "ready" }, { type: "log" }]);
  });

  test("gets nothing more once it has exited", async () => {
    const { child, engine, closed } = launchFake();
    child.spawn(7);
    child.once("exit", () => engine.port.post({ type: "too late" }));
    child.emit("exit", 3);
    engine.port.post({ type: "later still" });
    await closed();
    expect(child.posted).toEqual([]);
    expect([engine.exit(), engine.pid]).toEqual([{ code: 3, signal: null }, undefined]);
  });

  test.each(["exit first", "exit last"])("ends once, by Electron's word rather than the child's: %s", async (order) => {
    const { child, engine, closed, reportGone, gone } = launchFake();
    let closes = 0;
    engine.port.onClose(() => {
      closes += 1;
    });
    child.spawn(7);
    reportGone("Outrider engine 2", 11);
    expect(engine.exit()).toBeNull();
    if (order === "exit first") child.emit("exit", 0);
    reportGone("Outrider engine 1", 11);
    if (order === "exit last") child.emit("exit", 0);
    await closed();
    expect([engine.exit(), closes, gone.size]).toEqual([{ code: null, signal: "SIGSEGV" }, 1, 0]);
  });

  test("what it printed is kept, up to the close", async () => {
    const { child, engine, closed } = launchFake();
    child.spawn(7);
    child.stdout.emit("data", Buffer.from("loading mod"));
    child.emit("exit", 1);
    child.stdout.emit("data", Buffer.from("el\n"));
    child.stderr.emit("data", Buffer.from("out of memory\n"));
    await closed();
    expect(engine.recentLog()).toEqual(["loading model", "out of memory"]);
  });

  test("is killed for good, also when that was asked before it was born", () => {
    const { child, engine, killed } = launchFake();
    engine.kill();
    expect(killed).toEqual([]);
    child.spawn(7);
    expect([killed, child.kills]).toEqual([[7], 1]);
  });

  test("one that cannot be made is one whose port closes, with the reason in its log", async () => {
    const launch = utilityLauncher({
      entry: "engine.js",
      environment: {},
      processes: {
        fork() {
          throw new Error("no such file");
        },
        onGone: () => () => {},
        killNow: () => {},
      },
    });
    const engine = launch();
    await closeOf(engine)();
    expect([engine.exit(), engine.recentLog()]).toEqual([{ code: null, signal: null }, ["no such file"]]);
  });
});
