import { OutriderError } from "../../contract/outrider-error.ts";
import type { EngineExit } from "./engine-process.ts";

const LINES_SHOWN = 40;

/** The error of everything that was under way when an engine process ended by itself. */
export function engineEnded(exit: EngineExit | null, log: readonly string[]): OutriderError {
  return new OutriderError(
    "engine-crashed",
    `The engine process ended unexpectedly (${describeExit(exit)}). Try again; if it happens again, choose a smaller context or a smaller model, or turn the GPU off.`,
    log.length === 0 ? {} : { details: log.slice(-LINES_SHOWN).join("\n") },
  );
}

/** The error of what was under way when the engine was told to end, which is no fault of anybody's. */
export function engineStopped(): OutriderError {
  return new OutriderError("cancelled", "The engine was stopped or restarted in the middle of this. Try again.");
}

function describeExit(exit: EngineExit | null): string {
  if (exit === null) return "its message channel closed";
  if (exit.signal !== null) return `killed by ${exit.signal}`;
  if (exit.code !== null) return `exit code ${exit.code}`;
  return "it could not be started";
}
