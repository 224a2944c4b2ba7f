import type { Circumstances } from "../../contract/costs.ts";

/** A pair on a processor. */
export function sampleCircumstances(change: Partial<Circumstances> = {}): Circumstances {
  return {
    target: { bytes: 1000, startHash: "t" },
    draft: { bytes: 100, startHash: "d" },
    backend: "cpu",
    threads: 2,
    gpuLayers: 0,
    draftGpuLayers: 0,
    kvType: "f16",
    flashAttention: true,
    library: "3.22.1",
    ...change,
  };
}
