import { setTimeout as wait } from "node:timers/promises";
import { assertNever } from "../../contract/assert-never.ts";
import type { EngineStatus } from "../../contract/models.ts";
import { fromErrorRecord, OutriderError, toErrorRecord } from "../../contract/outrider-error.ts";
import { createEngineClient, type EngineClient, type EngineLogLine } from "./engine-client.ts";
import { engineStopped } from "./engine-ended.ts";
import type { EngineLauncher } from "./engine-process.ts";
import { startHeartbeat } from "./heartbeat.ts";
import {
  type RestartPolicy,
  restartPolicy,
  type Supervision,
  type SupervisionEffect,
  type SupervisionEvent,
  supervise,
  supervisionAtRest,
} from "./supervision.ts";

/** Durations in milliseconds. */
export interface SupervisorTiming {
  readonly restart: RestartPolicy;
  readonly pingEveryMs: number;
  readonly missedBeats: number;
  /** From launch to `ready`. */
  readonly startLimitMs: number;
  /** From `shut-down` to the kill. */
  readonly stopLimitMs: number;
}

export const supervisorTiming: SupervisorTiming = {
  restart: restartPolicy,
  pingEveryMs: 2000,
  missedBeats: 5,
  startLimitMs: 60_000,
  stopLimitMs: 3000,
};

export interface EngineSupervisorOptions {
  readonly launch: EngineLauncher;
  readonly onStatus?: (status: EngineStatus) => void;
  readonly onLog?: (line: EngineLogLine) => void;
  readonly timing?: Partial<SupervisorTiming>;
}

/** Keeps one engine process alive: starts it when it is needed, restarts it after a crash, ends it cleanly. */
export interface EngineSupervisor {
  status(): EngineStatus;
  /** The running engine; starts it, or waits for its restart. Rejects when only the user may start it again. */
  client(): Promise<EngineClient>;
  /** The user's restart: also forgets earlier crashes. Resolves when the engine is ready; rejects when it crashed again. */
  restart(): Promise<void>;
  /** Ends the process: asks it, waits, kills it. Resolves when it is gone. It is started again when it is next needed. */
  stop(): Promise<void>;
  /** Stops for good: who asks for the engine afterwards, or is waiting for it, is refused as `cancelled`. */
  close(): Promise<void>;
}

export function createEngineSupervisor(options: EngineSupervisorOptions): EngineSupervisor {
  const timing: SupervisorTiming = { ...supervisorTiming, ...options.timing };
  let state: Supervision = supervisionAtRest;
  let current: EngineClient | null = null;
  let retry: NodeJS.Timeout | null = null;
  let waiting: (() => void)[] = [];
  let closed = false;

  function dispatch(event: SupervisionEvent): void {
    const step = supervise(state, event, timing.restart);
    if (step.state === state) return;
    const before = statusOf(state);
    state = step.state;
    for (const effect of step.effects) carryOut(effect);
    const after = statusOf(state);
    if (before.state !== after.state) options.onStatus?.(after);
    wakeAll();
  }

  function wakeAll(): void {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  }

  function carryOut(effect: SupervisionEffect): void {
    switch (effect.type) {
      case "launch":
        launch();
        break;
      case "schedule-retry":
        retry = setTimeout(() => dispatch({ type: "retry-due" }), effect.afterMs);
        break;
      case "cancel-retry":
        if (retry !== null) clearTimeout(retry);
        break;
      case "shut-down":
        if (current !== null) void shutDown(current, effect.started);
        break;
      default:
        assertNever(effect, "supervision effect");
    }
  }

  function launch(): void {
    const client = createEngineClient(options.launch(), options.onLog === undefined ? {} : { onLog: options.onLog });
    current = client;
    let stopHeartbeat = (): void => {};
    const startLimit = setTimeout(() => client.terminate(notStarted(timing.startLimitMs)), timing.startLimitMs);

    client.ready.then(
      () => {
        clearTimeout(startLimit);
        stopHeartbeat = startHeartbeat(
          () => client.request("ping", {}),
          () => client.terminate(hung(timing.pingEveryMs * timing.missedBeats)),
          { everyMs: timing.pingEveryMs, missedBeats: timing.missedBeats },
        );
        dispatch({ type: "ready" });
      },
      () => {},
    );
    void client.closed.then((error) => {
      clearTimeout(startLimit);
      stopHeartbeat();
      current = null;
      dispatch({ type: "ended", at: Date.now(), error: toErrorRecord(error) });
    });
  }

  async function shutDown(client: EngineClient, started: boolean): Promise<void> {
    // One that is still starting has nothing to put away.
    if (!started) client.terminate(engineStopped());
    client.shutDown();
    const limit = new AbortController();
    await Promise.race([client.closed, wait(timing.stopLimitMs, undefined, { signal: limit.signal })]);
    limit.abort();
    client.terminate(engineStopped());
  }

  function changed(): Promise<void> {
    return new Promise((resolve) => waiting.push(resolve));
  }

  async function client(): Promise<EngineClient> {
    while (true) {
      if (closed) throw new OutriderError("cancelled", "Outrider is closing.");
      // A client that was told to end is not handed out; its process may still be on its way out.
      if (state.phase === "ready" && current?.usable()) return current;
      if (state.phase === "crashed" && state.retryInMs === null) throw givenUp(fromErrorRecord(state.error));
      if (state.phase === "stopped") dispatch({ type: "needed" });
      else await changed();
    }
  }

  async function stop(): Promise<void> {
    dispatch({ type: "stop" });
    while (state.phase === "stopping") await changed();
  }

  async function close(): Promise<void> {
    closed = true;
    wakeAll();
    await stop();
  }

  async function restart(): Promise<void> {
    await stop();
    dispatch({ type: "asked-for" });
    while (state.phase === "starting") await changed();
    if (state.phase === "crashed") throw fromErrorRecord(state.error);
  }

  return { status: () => statusOf(state), client, restart, stop, close };
}

function statusOf(state: Supervision): EngineStatus {
  switch (state.phase) {
    case "stopped":
    case "stopping":
      return { state: "stopped" };
    case "starting":
    case "ready":
      return { state: state.phase };
    case "crashed":
      return { state: "crashed", error: state.error, retryInMs: state.retryInMs };
    default:
      return assertNever(state, "supervision phase");
  }
}

function hung(afterMs: number): OutriderError {
  return new OutriderError(
    "engine-crashed",
    `The engine did not answer for ${Math.round(afterMs / 1000)} s and was ended. Try again; if it happens again, choose a smaller context or a smaller model.`,
  );
}

function notStarted(afterMs: number): OutriderError {
  return new OutriderError(
    "engine-crashed",
    `The engine did not start within ${Math.round(afterMs / 1000)} s and was ended. Try again; if it happens again, start Outrider from a terminal with OUTRIDER_LOG=debug to see why.`,
  );
}

function givenUp(cause: OutriderError): OutriderError {
  return new OutriderError(
    cause.kind,
    `The engine crashed too often and is not restarted by itself any more. Press Restart engine to try again. Last: ${cause.message}`,
    { cause, details: cause.details },
  );
}
