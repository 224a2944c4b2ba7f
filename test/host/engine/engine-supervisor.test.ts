import { afterEach, describe, expect, it, vi } from "vitest";
import { createDeferred } from "../../../contract/deferred.ts";
import type { EngineStatus } from "../../../contract/models.ts";
import type { EngineProcess } from "../../../host/engine/engine-process.ts";
import {
  createEngineSupervisor,
  type EngineSupervisor,
  type SupervisorTiming,
} from "../../../host/engine/engine-supervisor.ts";
import { forkLauncher } from "../../../host/engine/fork-port.ts";
import { loadInput, scriptedLauncher } from "../fixtures/scripted-launcher.ts";

/** Processes are started and killed here, on machines that may be busy with other things. */
vi.setConfig({ testTimeout: 30_000 });

const quick: Partial<SupervisorTiming> = {
  restart: { delaysMs: [10, 20, 30], windowMs: 60_000 },
  pingEveryMs: 60_000,
  stopLimitMs: 300,
};

const supervisors: EngineSupervisor[] = [];

function superviseScripted(timing: Partial<SupervisorTiming> = quick) {
  const processes: EngineProcess[] = [];
  const statuses: EngineStatus["state"][] = [];
  const supervisor = createEngineSupervisor({
    launch: () => {
      const engine = scriptedLauncher();
      processes.push(engine);
      return engine;
    },
    onStatus: ({ state }) => statuses.push(state),
    timing,
  });
  supervisors.push(supervisor);
  return { supervisor, processes, statuses, pid: () => pidOf(processes.at(-1)) };
}

function pidOf(engine: EngineProcess | undefined): number {
  if (engine?.pid === undefined) throw new Error("no engine process");
  return engine.pid;
}

afterEach(async () => {
  await Promise.all(supervisors.splice(0).map((supervisor) => supervisor.stop()));
});

describe("an engine supervisor over real processes", () => {
  it("starts the engine when it is first needed, once", async () => {
    const { supervisor, processes, statuses } = superviseScripted();
    expect(supervisor.status()).toEqual({ state: "stopped" });
    const [one, two] = await Promise.all([supervisor.client(), supervisor.client()]);
    expect(one).toBe(two);
    expect(processes).toHaveLength(1);
    expect(statuses).toEqual(["starting", "ready"]);
  });

  it("restarts a killed engine; who asks meanwhile waits for the new one", async () => {
    const { supervisor, statuses, pid } = superviseScripted();
    const first = await supervisor.client();
    process.kill(pid(), "SIGKILL");
    await first.closed;
    const second = await supervisor.client();
    expect(second).not.toBe(first);
    await expect(second.request("ping", {})).resolves.toBeNull();
    expect(statuses).toEqual(["starting", "ready", "crashed", "starting", "ready"]);
  });

  it("gives up after three restarts until the user restarts it", async () => {
    const { supervisor, pid } = superviseScripted();
    for (let crash = 0; crash < 4; crash++) {
      const client = await supervisor.client();
      process.kill(pid(), "SIGKILL");
      await client.closed;
    }
    expect(supervisor.status()).toMatchObject({ state: "crashed", retryInMs: null });
    await expect(supervisor.client()).rejects.toMatchObject({
      kind: "engine-crashed",
      message: expect.stringContaining("Restart engine"),
    });
    await supervisor.restart();
    expect(supervisor.status()).toEqual({ state: "ready" });
  });

  it("kills and restarts an engine that hangs", async () => {
    const { supervisor, pid } = superviseScripted({ ...quick, pingEveryMs: 100, missedBeats: 10 });
    const client = await supervisor.client();
    process.kill(pid(), "SIGSTOP");
    await expect(client.request("load", loadInput("a.gguf"))).rejects.toMatchObject({
      kind: "engine-crashed",
      message: expect.stringContaining("did not answer"),
    });
    await expect((await supervisor.client()).request("ping", {})).resolves.toBeNull();
  });

  it("survives a crash at load", async () => {
    const { supervisor } = superviseScripted();
    const client = await supervisor.client();
    await expect(client.request("load", loadInput("crash.gguf"))).rejects.toMatchObject({ kind: "engine-crashed" });
    await expect((await supervisor.client()).request("load", loadInput("a.gguf"))).resolves.toBeDefined();
  });

  it("ends the process on stop, and kills one that does not obey", async () => {
    const { supervisor, processes, pid } = superviseScripted();
    await supervisor.client();
    await supervisor.stop();
    expect(processes[0]?.exit()).toEqual({ code: 0, signal: null });

    await supervisor.client();
    process.kill(pid(), "SIGSTOP");
    await supervisor.stop();
    expect(processes[1]?.exit()).toEqual({ code: null, signal: "SIGKILL" });
    expect(supervisor.status()).toEqual({ state: "stopped" });
  });

  it("starts nothing any more once it is closed, and lets nobody wait", async () => {
    const { supervisor, processes } = superviseScripted();
    const waiting = supervisor.client();
    await Promise.all([supervisor.close(), expect(waiting).rejects.toMatchObject({ kind: "cancelled" })]);
    await expect(supervisor.client()).rejects.toMatchObject({ kind: "cancelled" });
    expect(processes).toHaveLength(1);
    expect(processes[0]?.exit()).not.toBeNull();
  });

  it("reports an engine that cannot be started at all", async () => {
    const supervisor = createEngineSupervisor({ launch: forkLauncher({ entry: "/no/such/engine.js" }), timing: quick });
    await expect(supervisor.client()).rejects.toMatchObject({ kind: "engine-crashed" });
  });

  it("gives a process that never gets ready up", async () => {
    const kill = vi.fn();
    const supervisor = createEngineSupervisor({
      launch: () => {
        const closed = createDeferred<void>();
        return {
          port: { post() {}, onMessage() {}, onClose: (listener) => void closed.promise.then(listener), close() {} },
          pid: undefined,
          kill: () => {
            kill();
            closed.resolve();
          },
          recentLog: () => [],
          exit: () => null,
        };
      },
      timing: { ...quick, startLimitMs: 10 },
    });
    await expect(supervisor.client()).rejects.toMatchObject({ message: expect.stringContaining("did not start") });
    expect(kill).toHaveBeenCalledTimes(4);
  });
});
