import type { MemoryForecast, PlacedModel } from "../../../contract/loading.ts";

export interface MemoryPart {
  readonly kind: "targetWeights" | "targetContext" | "draftWeights" | "draftContext";
  readonly bytes: number;
  /** Of the bar: of what is free, or of what is needed where that is more. */
  readonly share: number;
}

export interface MemoryBar {
  readonly memory: "ram" | "vram";
  readonly need: number;
  readonly free: number;
  readonly parts: readonly MemoryPart[];
}

/** A bar for each memory that is there or needed, with the parts that are not nothing. */
export function memoryBars(
  free: MemoryForecast["free"],
  target: PlacedModel,
  draft: PlacedModel | null,
): readonly MemoryBar[] {
  return (["vram", "ram"] as const).flatMap((memory) => {
    const bytes = [
      { kind: "targetWeights", bytes: target.weights[memory] },
      { kind: "targetContext", bytes: target.context[memory] },
      { kind: "draftWeights", bytes: draft?.weights[memory] ?? 0 },
      { kind: "draftContext", bytes: draft?.context[memory] ?? 0 },
    ] as const;
    const need = bytes.reduce((sum, part) => sum + part.bytes, 0);
    const available = Math.max(0, free[memory]);
    const whole = Math.max(need, available);
    if (whole === 0 || (memory === "vram" && available === 0 && need === 0)) return [];
    const parts = bytes.filter((part) => part.bytes > 0).map((part) => ({ ...part, share: part.bytes / whole }));
    return [{ memory, need, free: available, parts }];
  });
}
