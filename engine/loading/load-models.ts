import { basename } from "node:path";
import type { LoadSettings } from "../../contract/loading.ts";
import { messageOf, OutriderError } from "../../contract/outrider-error.ts";
import { canShift } from "../context/can-shift.ts";
import { textOf } from "../gguf/gguf-header.ts";
import type { Model, Runtime } from "../runtime/runtime.ts";
import { attempt } from "./attempt.ts";
import type { MemoryPlan } from "./plan-memory.ts";
import { contextSizeOf, type ReadModel } from "./read-model.ts";

export interface LoadProgress {
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

export interface LoadedModels {
  readonly target: Model;
  readonly draft: Model | null;
  /** Why a draft that was to be loaded is not there; null: nothing went wrong. */
  readonly draftError: unknown;
}

/**
 * Loads to the places of the plan. A target that stays is no work, so progress is the draft's alone then.
 *
 * @throws OutriderError engine-failed where the target cannot be loaded; cancelled where the signal fires
 */
export async function loadModels(
  runtime: Runtime,
  settings: LoadSettings,
  plan: MemoryPlan,
  target: ReadModel,
  draft: ReadModel | null,
  staying: Model | null,
  { signal, onProgress }: LoadProgress,
): Promise<LoadedModels> {
  const bytes = { target: staying === null ? target.facts.fileBytes : 0, draft: draft?.facts.fileBytes ?? 0 };
  const targetShare = bytes.target / Math.max(1, bytes.target + bytes.draft);
  const loadedTarget =
    staying ??
    (await loadModel(runtime, settings, target, plan.target.gpuLayers, {
      signal,
      onProgress: (fraction) => onProgress(fraction * targetShare),
    }));
  const loadedDraft =
    draft === null
      ? null
      : await attempt(() =>
          loadModel(runtime, settings, draft, plan.draft?.gpuLayers ?? 0, {
            signal,
            onProgress: (fraction) => onProgress(targetShare + fraction * (1 - targetShare)),
          }),
        );
  if (signal.aborted) {
    await loadedDraft?.value?.dispose();
    await loadedTarget.dispose();
    throw cancelled();
  }
  return { target: loadedTarget, draft: loadedDraft?.value ?? null, draftError: loadedDraft?.error ?? null };
}

async function loadModel(
  runtime: Runtime,
  settings: LoadSettings,
  model: ReadModel,
  gpuLayers: number,
  progress: LoadProgress,
): Promise<Model> {
  if (progress.signal.aborted) throw cancelled();
  try {
    return await runtime.load({
      path: model.path,
      tokenTexts: model.header.tokens,
      tokenizer: model.facts.tokenizer,
      preTokenizer: textOf(model.header, "tokenizer.ggml.pre") ?? "",
      gpuLayers,
      contextSize: contextSizeOf(settings, model),
      canShift: canShift(model.header, settings.kvType),
      threads: threadsOf(settings, runtime),
      kvType: settings.kvType,
      flashAttention: settings.flashAttention,
      ...progress,
    });
  } catch (error) {
    if (progress.signal.aborted) throw cancelled();
    const cause = messageOf(error);
    throw new OutriderError(
      "engine-failed",
      `${basename(model.path)} could not be loaded (${cause}). Try a smaller context, another KV type or flash attention auto; if that does not help, the file may be of a kind this version does not know.`,
      { cause: error },
    );
  }
}

export function threadsOf(settings: LoadSettings, runtime: Runtime): number {
  return settings.threads === "auto" ? runtime.defaultThreads : settings.threads;
}

function cancelled(): OutriderError {
  return new OutriderError("cancelled", "Loading was cancelled.");
}
