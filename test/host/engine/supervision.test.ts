import { describe, expect, it } from "vitest";
import {
  type RestartPolicy,
  type Supervision,
  type SupervisionEvent,
  supervise,
  supervisionAtRest,
} from "../../../host/engine/supervision.ts";

const policy: RestartPolicy = { delaysMs: [1, 10, 100], windowMs: 1000 };
const error = { kind: "engine-crashed", message: "gone" } as const;
const ended = (at: number): SupervisionEvent => ({ type: "ended", at, error });

/** The state after the events, and every effect on the way. */
function run(events: readonly SupervisionEvent[]): { state: Supervision; effects: string[] } {
  let state = supervisionAtRest;
  const effects: string[] = [];
  for (const event of events) {
    const step = supervise(state, event, policy);
    state = step.state;
    effects.push(...step.effects.map(({ type }) => type));
  }
  return { state, effects };
}

const crashAndRestart = (at: number): SupervisionEvent[] => [ended(at), { type: "retry-due" }, { type: "ready" }];

describe("supervise", () => {
  it("starts the engine once however often it is needed", () => {
    const { state, effects } = run([{ type: "needed" }, { type: "needed" }, { type: "ready" }, { type: "needed" }]);
    expect(state.phase).toBe("ready");
    expect(effects).toEqual(["launch"]);
  });

  it("waits longer before each restart and gives up after the third within the window", () => {
    const started: SupervisionEvent[] = [{ type: "needed" }, { type: "ready" }];
    const delays = [0, 1, 2, 3].map((crashes) => {
      const before = [...Array(crashes).keys()].flatMap((at) => crashAndRestart(at));
      const { state } = run([...started, ...before, ended(crashes)]);
      return state.phase === "crashed" ? state.retryInMs : state.phase;
    });
    expect(delays).toEqual([1, 10, 100, null]);
  });

  it("forgets crashes that are older than the window", () => {
    const { state } = run([
      { type: "needed" },
      { type: "ready" },
      ...[0, 1, 2].flatMap((at) => crashAndRestart(at)),
      ended(2000),
    ]);
    expect(state).toMatchObject({ phase: "crashed", retryInMs: 1 });
  });

  it("forgets crashes when the user asks, also where it is being started already", () => {
    const crashed: SupervisionEvent[] = [{ type: "needed" }, { type: "ready" }, ended(0)];
    const { state, effects } = run([...crashed, { type: "stop" }, { type: "needed" }, { type: "asked-for" }]);
    expect(state).toEqual({ phase: "starting", crashes: [] });
    expect(effects.filter((effect) => effect === "launch")).toHaveLength(2);
  });

  it("only the user restarts an engine that was given up, with a clean slate", () => {
    const givenUp: SupervisionEvent[] = [
      { type: "needed" },
      { type: "ready" },
      ...[0, 1, 2].flatMap((at) => crashAndRestart(at)),
      ended(3),
    ];
    expect(run([...givenUp, { type: "needed" }]).state.phase).toBe("crashed");
    expect(run([...givenUp, { type: "retry-due" }]).state.phase).toBe("crashed");
    expect(run([...givenUp, { type: "asked-for" }, ended(4)]).state).toMatchObject({ phase: "crashed", retryInMs: 1 });
  });

  it("does not restart an engine that was asked to stop", () => {
    const { state, effects } = run([{ type: "needed" }, { type: "ready" }, { type: "stop" }, ended(1)]);
    expect(state).toEqual({ phase: "stopped", crashes: [] });
    expect(effects).toEqual(["launch", "shut-down"]);
  });

  it("takes back a scheduled restart when stopped meanwhile", () => {
    const { state, effects } = run([{ type: "needed" }, ended(0), { type: "stop" }, { type: "retry-due" }]);
    expect(state.phase).toBe("stopped");
    expect(effects).toEqual(["launch", "schedule-retry", "cancel-retry"]);
  });
});
