/**
 * The engine process. The host starts it with UV_THREADPOOL_SIZE=1: with more threads in the pool every evaluation
 * lands on another one, and two compute threads become slower than one (docs/decisions).
 */
import type { OpenRuntime } from "../runtime/runtime.ts";
import { openParentPort } from "./parent-port.ts";
import { EngineService } from "./service.ts";

const debugging = process.env.OUTRIDER_LOG === "debug";

/** Standard error is kept by the host: its last lines are what explains a crash. */
function log(level: "debug" | "info" | "warn" | "error", text: string): void {
  if (level === "debug" && !debugging) return;
  process.stderr.write(`[${level}] ${text.trimEnd()}\n`);
}

/** The native library comes when a model is to be loaded: reading and comparing headers must not wait for it. */
const openRuntime: OpenRuntime = async (...options) =>
  (await import("../runtime/llama-runtime.ts")).openLlamaRuntime(...options);

process.on("unhandledRejection", (reason) => {
  log("error", reason instanceof Error ? (reason.stack ?? reason.message) : String(reason));
  process.exit(1);
});

// Ctrl-C in a terminal reaches the whole process group; the host decides when the engine ends.
process.on("SIGINT", () => undefined);

new EngineService(openParentPort(), openRuntime, log).start();
