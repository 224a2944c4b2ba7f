import type { GgufHeader } from "../gguf/gguf-header.ts";
import type { MemoryEstimator } from "../runtime/runtime.ts";

/**
 * The formats that llama.cpp's processor backend lays out anew for its matrix kernels, beside the original that stays mapped
 * from the file (ggml-cpu/repack.cpp, v0.5.0; AVX2 on x64, dot product instructions on arm64).
 */
const repackedFormats: Readonly<Record<string, readonly string[]>> = {
  x64: ["Q4_0", "Q4_K", "IQ4_NL"],
  arm64: ["Q4_0", "Q4_K", "IQ4_NL", "Q8_0"],
};

/** Bytes of the second copy where all layers are on the processor. */
function repackedBytes({ matrixBytes }: GgufHeader, processor: string): number {
  const formats = repackedFormats[processor] ?? [];
  return formats.reduce((sum, format) => sum + (matrixBytes.get(format) ?? 0), 0);
}

/**
 * The estimate with the weights that llama.cpp keeps twice: for the Q4_K_M file of a 1.5 B model they are 600 MiB of the
 * 2,070 MiB that it reports.
 */
export function withRepackedWeights(
  estimator: MemoryEstimator,
  header: GgufHeader,
  processor: string = process.arch,
): MemoryEstimator {
  const whole = repackedBytes(header, processor);
  const { layers } = estimator;
  return {
    layers,
    async need(gpuLayers, contextSize) {
      const { weights, context } = await estimator.need(gpuLayers, contextSize);
      const onProcessor = Math.max(0, 1 - gpuLayers / layers);
      return { weights: { ...weights, ram: weights.ram + whole * onProcessor }, context };
    },
  };
}
