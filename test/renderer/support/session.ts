import type { Schedule } from "../../../renderer/store/frame-scheduler.ts";
import { createSession, type Session } from "../../../renderer/store/session.ts";
import { createScriptedHost, type ScriptedHost, type ScriptedHostOptions } from "../scripted-host/scripted-host.ts";

export interface TestSession {
  readonly host: ScriptedHost;
  readonly session: Session;
  /** Lets the next animation frame happen. */
  readonly frame: () => void;
}

/** A session over a scripted host, its first state received; frames happen when the test says so. */
export async function startSession(
  options: ScriptedHostOptions = {},
  host: ScriptedHost = createScriptedHost(options),
): Promise<TestSession> {
  const waiting = new Set<() => void>();
  const schedule: Schedule = (run) => {
    waiting.add(run);
    return () => waiting.delete(run);
  };
  const session = createSession(host.bridge, schedule);
  session.start();
  await settled();
  return {
    host,
    session,
    frame: () => {
      const due = [...waiting];
      waiting.clear();
      for (const run of due) run();
    },
  };
}

/** Lets every promise that can settle do so. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}
