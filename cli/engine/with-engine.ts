import { OutriderError } from "../../contract/outrider-error.ts";
import { createEngineClient, type EngineClient } from "../../host/engine/engine-client.ts";
import { forkLauncher } from "../../host/engine/fork-port.ts";
import type { CommandContext } from "../context.ts";

/** How long an engine that was asked to end may take to free its memory. */
const LEAVE_MS = 3000;

/** Starts an engine process for this piece of work, and sees to it that the engine is gone afterwards. */
export async function withEngine<Result>(
  { interruption, terminal }: CommandContext,
  work: (engine: EngineClient) => Promise<Result>,
): Promise<Result> {
  const engine = createEngineClient(forkLauncher()(), {
    onLog: ({ level, text }) => {
      if (terminal.environment.OUTRIDER_LOG === "debug") terminal.tell(`[${level}] ${text}`);
    },
  });
  interruption.onInsisted(() => engine.terminate(new OutriderError("cancelled", "Interrupted.")));
  try {
    return await work(engine);
  } finally {
    engine.shutDown();
    const timer = setTimeout(
      () => engine.terminate(new OutriderError("cancelled", "The engine did not end.")),
      LEAVE_MS,
    );
    await engine.closed;
    clearTimeout(timer);
  }
}
