/** What the engine runs in. */
export type EngineProcessKind = "utility" | "node";

/** node-llama-cpp needs the Node 20 of Electron 30; 45 is the oldest Electron this app is made for. */
const OLDEST_ELECTRON = 45;

export interface EngineSituation {
  /** From the settings file. */
  readonly setting: "auto" | "node";
  /** OUTRIDER_ENGINE_PROCESS; goes before the setting. */
  readonly environment: string | undefined;
  /** Such as `45.4.1`. */
  readonly electronVersion: string;
}

/** Electron's utility process, unless a Node of the system's was asked for or this Electron is too old for the engine. */
export function chooseEngineProcess({ setting, environment, electronVersion }: EngineSituation): EngineProcessKind {
  if (environment === "node" || (environment !== "auto" && setting === "node")) return "node";
  return Number.parseInt(electronVersion, 10) >= OLDEST_ELECTRON ? "utility" : "node";
}
