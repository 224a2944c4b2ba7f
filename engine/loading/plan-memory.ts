import { OutriderError } from "../../contract/outrider-error.ts";
import type { MemoryEstimator, MemoryNeed, MemoryNeeds } from "../runtime/runtime.ts";

export interface PlannedModel {
  readonly name: string;
  readonly estimator: MemoryEstimator;
  readonly contextSize: number;
  /** What the user asked for. */
  readonly gpuLayers: "auto" | number;
}

export interface Placement {
  readonly gpuLayers: number;
  /** Bytes of weights, KV cache and compute buffers together. */
  readonly need: MemoryNeed;
  readonly needs: MemoryNeeds;
  /** Bytes of KV cache and compute buffers, wherever they lie. */
  readonly contextBytes: number;
}

/** Both models in one budget, whether it suffices or not. */
export interface MemoryForecastPlan {
  /** Beside the draft. */
  readonly target: Placement;
  readonly draft: Placement | null;
  /** The target where no draft is beside it. */
  readonly alone: Placement;
  readonly fits: { readonly together: boolean; readonly alone: boolean };
}

export interface MemoryPlan {
  readonly target: Placement;
  /** Null: no draft was asked for, or it does not fit beside the target; then `draftProblem` says so. */
  readonly draft: Placement | null;
  readonly draftProblem: OutriderError | null;
}

/**
 * Places both models in one budget before either is loaded. On a GPU the draft goes there first and whole: every layer
 * of it runs k times a round, a layer of the target once. The target gets what is left.
 *
 * @param free bytes free now; no GPU: `vram` 0
 */
export async function forecastMemory(
  free: MemoryNeed,
  target: PlannedModel,
  draft: PlannedModel | null,
): Promise<MemoryForecastPlan> {
  const alone = await place(target, free);
  if (draft === null) {
    const suffices = fits(alone.need, free);
    return { target: alone, draft: null, alone, fits: { together: suffices, alone: suffices } };
  }
  const draftPlacement = await placeWhole(draft, free);
  const besideDraft = subtract(free, draftPlacement.need);
  const beside = await place(target, besideDraft);
  return {
    target: beside,
    draft: draftPlacement,
    alone,
    fits: { together: fits(beside.need, besideDraft), alone: fits(alone.need, free) },
  };
}

/**
 * The places to load to. Where both do not fit, the draft is left out.
 *
 * @param check false: loads to the forecast's places although they do not suffice, as the user wants it
 * @throws OutriderError out-of-memory where the target alone does not fit
 */
export async function planMemory(
  free: MemoryNeed,
  target: PlannedModel,
  draft: PlannedModel | null,
  check = true,
): Promise<MemoryPlan> {
  const forecast = await forecastMemory(free, target, draft);
  if (forecast.fits.together || !check) {
    return { target: forecast.target, draft: forecast.draft, draftProblem: null };
  }
  const { alone } = forecast;
  if (!forecast.fits.alone) throw tooLarge(target.name, alone.need, free);
  return {
    target: alone,
    draft: null,
    draftProblem:
      draft === null || forecast.draft === null
        ? null
        : tooLarge(draft.name, forecast.draft.need, subtract(free, alone.need)),
  };
}

async function place(model: PlannedModel, free: MemoryNeed): Promise<Placement> {
  if (model.gpuLayers !== "auto") return placement(model, Math.min(model.gpuLayers, model.estimator.layers));
  if (free.vram <= 0) return placement(model, 0);
  // More layers need more memory, so the largest number that fits can be found by halving.
  let best = await placement(model, 0);
  let low = 1;
  let high = model.estimator.layers;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const tried = await placement(model, middle);
    if (tried.need.vram <= free.vram) {
      best = tried;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return best;
}

async function placeWhole(model: PlannedModel, free: MemoryNeed): Promise<Placement> {
  if (model.gpuLayers !== "auto") return place(model, free);
  const whole = await placement(model, model.estimator.layers);
  return free.vram > 0 && whole.need.vram <= free.vram ? whole : placement(model, 0);
}

async function placement(model: PlannedModel, gpuLayers: number): Promise<Placement> {
  const needs = await model.estimator.need(gpuLayers, model.contextSize);
  const { weights, context } = needs;
  return {
    gpuLayers,
    needs,
    need: { ram: weights.ram + context.ram, vram: weights.vram + context.vram },
    contextBytes: context.ram + context.vram,
  };
}

function fits(need: MemoryNeed, free: MemoryNeed): boolean {
  return need.ram <= free.ram && need.vram <= Math.max(0, free.vram);
}

function subtract(free: MemoryNeed, need: MemoryNeed): MemoryNeed {
  return { ram: free.ram - need.ram, vram: free.vram - need.vram };
}

function tooLarge(name: string, need: MemoryNeed, free: MemoryNeed): OutriderError {
  const lacksVram = need.vram > Math.max(0, free.vram);
  const kind = lacksVram ? "GPU memory" : "memory";
  const [needed, available] = lacksVram ? [need.vram, free.vram] : [need.ram, free.ram];
  return new OutriderError(
    "out-of-memory",
    `${name} needs ${gibibytes(needed)} of ${kind}, ${gibibytes(available)} are free. Choose a smaller context${lacksVram ? ", fewer GPU layers" : ""} or a smaller model, or close other programs.`,
  );
}

function gibibytes(bytes: number): string {
  return `${(Math.max(0, bytes) / 2 ** 30).toFixed(1)} GiB`;
}
