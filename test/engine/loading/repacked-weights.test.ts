import { expect, test } from "vitest";
import { readHeader } from "../../../engine/gguf/read-header.ts";
import { withRepackedWeights } from "../../../engine/loading/repacked-weights.ts";
import type { MemoryEstimator } from "../../../engine/runtime/runtime.ts";
import { bundledDraft, bundledTarget } from "../fixtures/bundled-pair.ts";

const MEBIBYTE = 2 ** 20;

const nothing: MemoryEstimator = {
  layers: 5,
  need: async () => ({ weights: { ram: 0, vram: 0 }, context: { ram: 0, vram: 0 } }),
};

async function extra(path: string, processor: string, gpuLayers: number): Promise<number> {
  const { weights } = await withRepackedWeights(nothing, await readHeader(path), processor).need(gpuLayers, 512);
  return weights.ram / MEBIBYTE;
}

test("what the processor lays out anew counts twice, by the share of layers that are on it", async () => {
  // The draft's embeddings are Q4_0 and multiplied with, its layers Q8_0; llama.cpp's log says 15.19 MiB on x64.
  expect(await extra(bundledDraft, "x64", 0)).toBeCloseTo(15.19, 2);
  expect(await extra(bundledDraft, "arm64", 0)).toBeCloseTo(15.19 + 14.34, 2);
  expect(await extra(bundledDraft, "x64", 5)).toBe(0);
  expect(await extra(bundledDraft, "riscv64", 0)).toBe(0);
  // Q4_1 is used as it is.
  expect(await extra(bundledTarget, "x64", 0)).toBe(0);
});
