/** node-llama-cpp needs a newer Node than older ones have; 45 is the oldest Electron this app is made for. */
const OLDEST_ELECTRON = 45;

export interface EngineSituation {
  /** OUTRIDER_ENGINE_PROCESS. */
  readonly environment: string | undefined;
  /** Such as `45.4.1`. */
  readonly electronVersion: string;
}

/**
 * Whether the engine may run in Electron's utility process; else it gets a Node of the system's. The settings file has a
 * say as well (engine.process), which the host hears.
 */
export function mayUseUtilityProcess({ environment, electronVersion }: EngineSituation): boolean {
  return environment !== "node" && Number.parseInt(electronVersion, 10) >= OLDEST_ELECTRON;
}
