import { assertNever } from "../../contract/assert-never.ts";
import type { ErrorRecord } from "../../contract/outrider-error.ts";

/**
 * When the engine process is started, restarted and given up, as a pure function: the supervisor feeds it what happened
 * and carries out the effects it asks for.
 */
export interface RestartPolicy {
  /** How long to wait before the first, second, … restart; their number is how many there may be within the window. */
  readonly delaysMs: readonly number[];
  readonly windowMs: number;
}

/** Three restarts in five minutes; then something is wrong that restarting does not mend, and the user decides. */
export const restartPolicy: RestartPolicy = { delaysMs: [300, 2000, 8000], windowMs: 5 * 60_000 };

export type SupervisionPhase =
  | { readonly phase: "stopped" }
  | { readonly phase: "starting" }
  | { readonly phase: "ready" }
  /** Asked to end; still there. */
  | { readonly phase: "stopping" }
  /** retryInMs null: only the user starts it again. */
  | { readonly phase: "crashed"; readonly error: ErrorRecord; readonly retryInMs: number | null };

export type Supervision = SupervisionPhase & {
  /** When it crashed, within the policy's window. */
  readonly crashes: readonly number[];
};

export const supervisionAtRest: Supervision = { phase: "stopped", crashes: [] };

export type SupervisionEvent =
  /** Somebody needs the engine. */
  | { readonly type: "needed" }
  /** The user asks for it, whatever happened before. */
  | { readonly type: "asked-for" }
  | { readonly type: "ready" }
  | { readonly type: "ended"; readonly at: number; readonly error: ErrorRecord }
  | { readonly type: "retry-due" }
  | { readonly type: "stop" };

export type SupervisionEffect =
  | { readonly type: "launch" }
  | { readonly type: "schedule-retry"; readonly afterMs: number }
  | { readonly type: "cancel-retry" }
  /** `started`: it had become ready. */
  | { readonly type: "shut-down"; readonly started: boolean };

export interface SupervisionStep {
  readonly state: Supervision;
  readonly effects: readonly SupervisionEffect[];
}

export function supervise(
  state: Supervision,
  event: SupervisionEvent,
  policy: RestartPolicy = restartPolicy,
): SupervisionStep {
  switch (event.type) {
    case "needed":
      return state.phase === "stopped" ? launch(state.crashes, []) : unchanged(state);
    case "asked-for":
      return afterAsking(state);
    case "ready":
      return state.phase === "starting" ? become(state, { phase: "ready" }) : unchanged(state);
    case "ended":
      return afterEnd(state, event, policy);
    case "retry-due":
      return awaitsRetry(state) ? launch(state.crashes, []) : unchanged(state);
    case "stop":
      return afterStop(state);
    default:
      return assertNever(event, "supervision event");
  }
}

function unchanged(state: Supervision): SupervisionStep {
  return { state, effects: [] };
}

function become(
  { crashes }: Supervision,
  phase: SupervisionPhase,
  effects: readonly SupervisionEffect[] = [],
): SupervisionStep {
  return { state: { ...phase, crashes }, effects };
}

function awaitsRetry(state: Supervision): boolean {
  return state.phase === "crashed" && state.retryInMs !== null;
}

function withoutRetry(state: Supervision): readonly SupervisionEffect[] {
  return awaitsRetry(state) ? [{ type: "cancel-retry" }] : [];
}

function launch(crashes: readonly number[], before: readonly SupervisionEffect[]): SupervisionStep {
  return { state: { phase: "starting", crashes }, effects: [...before, { type: "launch" }] };
}

/** Earlier crashes are forgotten, also where somebody who needs the engine was faster. */
function afterAsking(state: Supervision): SupervisionStep {
  if (state.phase === "stopped" || state.phase === "crashed") return launch([], withoutRetry(state));
  return state.phase === "starting" ? become({ ...state, crashes: [] }, { phase: "starting" }) : unchanged(state);
}

function afterStop(state: Supervision): SupervisionStep {
  if (state.phase === "starting" || state.phase === "ready") {
    return become(state, { phase: "stopping" }, [{ type: "shut-down", started: state.phase === "ready" }]);
  }
  return state.phase === "crashed" ? become(state, { phase: "stopped" }, withoutRetry(state)) : unchanged(state);
}

function afterEnd(
  state: Supervision,
  { at, error }: { readonly at: number; readonly error: ErrorRecord },
  policy: RestartPolicy,
): SupervisionStep {
  if (state.phase === "stopping") return become(state, { phase: "stopped" });
  if (state.phase !== "starting" && state.phase !== "ready") return unchanged(state);
  const crashes = [...state.crashes.filter((time) => at - time < policy.windowMs), at];
  const delay = policy.delaysMs[crashes.length - 1];
  return {
    state: { phase: "crashed", error, retryInMs: delay ?? null, crashes },
    effects: delay === undefined ? [] : [{ type: "schedule-retry", afterMs: delay }],
  };
}
