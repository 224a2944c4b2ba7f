/**
 * Outrider's engine as a library: speculative decoding of a target with an optional draft.
 *
 * On a CPU, start the process with UV_THREADPOOL_SIZE=1 (docs/decisions says why).
 */
import type { z } from "zod";
import type { KeptCosts } from "../contract/costs.ts";
import { type LoadedPair, loadSettingsSchema } from "../contract/loading.ts";
import { Engine } from "./engine.ts";
import { PairLoader } from "./loading/pair-loader.ts";
import { openLlamaRuntime } from "./runtime/llama-runtime.ts";

export type { EngineStats, GenerateOptions, Reply } from "./engine.ts";
export type { Engine, LoadedPair };

export interface CreateEngineOptions {
  /** Path of the target's GGUF file. */
  readonly target: string;
  /** Path of the draft's. Without one, or where it cannot serve (`engine.pair` says why), prompt lookup guesses. */
  readonly draft?: string;
  /** What is left out has the defaults of the contract. */
  readonly settings?: z.input<typeof loadSettingsSchema>;
  /** `engine.costs` of earlier engines: saves measuring where the same pair is loaded in the same way. */
  readonly keptCosts?: readonly KeptCosts[];
  readonly signal?: AbortSignal;
  /** 0..1 over both models. */
  readonly onProgress?: (fraction: number) => void;
}

/**
 * Loads a pair.
 *
 * @throws OutriderError model-unreadable, out-of-memory, not-found or engine-failed, for the target
 */
export async function createEngine(options: CreateEngineOptions): Promise<Engine> {
  const loader = new PairLoader(openLlamaRuntime, () => undefined);
  const loaded = await loader.load(
    {
      target: options.target,
      draft: options.draft ?? null,
      settings: loadSettingsSchema.parse(options.settings ?? {}),
      ...(options.keptCosts === undefined ? {} : { keptCosts: [...options.keptCosts] }),
    },
    { signal: options.signal ?? new AbortController().signal, onProgress: options.onProgress ?? (() => undefined) },
  );
  return new Engine({
    ...loaded,
    async dispose() {
      await loaded.dispose();
      await loader.dispose();
    },
  });
}
