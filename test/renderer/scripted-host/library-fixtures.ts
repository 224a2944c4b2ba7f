import type { Download, FolderListing, Repository, SuggestedPair } from "../../../contract/downloads.ts";
import type { MemoryForecast, PlacedModel } from "../../../contract/loading.ts";

export const catalogPair: SuggestedPair = {
  family: "Qwen2.5",
  title: "Qwen2.5 7B with 0.5B",
  target: "Qwen/Qwen2.5-7B-Instruct-GGUF",
  draft: "Qwen/Qwen2.5-0.5B-Instruct-GGUF",
  tried: false,
};

export const offered: Repository = {
  repository: "Qwen/Qwen2.5-0.5B-Instruct-GGUF",
  revision: "0123456789abcdef",
  license: "apache-2.0",
  named: null,
  models: [
    { file: "qwen2.5-0.5b-instruct-q4_k_m.gguf", bytes: 491_400_032, parts: 1, quantization: "Q4_K_M" },
    { file: "qwen2.5-0.5b-instruct-fp16.gguf", bytes: 20_000_000_000, parts: 2, quantization: "F16" },
  ],
};

export const runningDownload: Download = {
  id: "0123456789abcdef",
  repository: offered.repository,
  file: "qwen2.5-0.5b-instruct-q4_k_m.gguf",
  bytes: 180_000_000,
  totalBytes: 491_400_032,
  state: { status: "running", bytesPerSecond: 11_500_000, secondsLeft: 27 },
};

export const browsed: FolderListing = {
  path: "/home/ada",
  parent: "/home",
  folders: [{ name: "models", path: "/home/ada/models" }],
  models: [{ name: "lone.gguf", path: "/home/ada/lone.gguf" }],
};

const placed = (weights: number, context: number, layers: number): PlacedModel => ({
  weights: { ram: weights, vram: 0 },
  context: { ram: context, vram: 0 },
  contextSize: 8192,
  layers,
  gpuLayers: 0,
});

export function forecastOf(withDraft: boolean): MemoryForecast {
  const target = placed(98_000_000, 260_000_000, 30);
  return {
    backend: "cpu",
    free: { ram: 8_000_000_000, vram: 0 },
    target,
    draft: withDraft ? placed(33_000_000, 60_000_000, 4) : null,
    alone: target,
    fits: { together: true, alone: true },
  };
}
