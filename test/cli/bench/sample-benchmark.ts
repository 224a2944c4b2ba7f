import {
  type Benchmark,
  type BenchmarkHeader,
  benchmarkedDecodingSchema,
  type Measured,
} from "../../../cli/bench/benchmark.ts";

export const sampleHeader: BenchmarkHeader = {
  type: "header",
  startedAt: "2026-01-02T03:04:05.000Z",
  note: null,
  outrider: { version: "0.1.0", commit: "0123456789abcdef", modified: false },
  versions: { node: "v20.19.0", nodeLlamaCpp: "3.22.1", llamaCpp: "v0.5.0" },
  machine: { processor: "A processor", cores: 2, memoryBytes: 8e9, system: "Linux 6 x64" },
  models: {
    target: {
      name: "Big",
      file: "big.gguf",
      bytes: 1e9,
      sha256: "ab".repeat(32),
      architecture: "llama",
      parameters: 1e9,
      vocabularySize: 1000,
    },
    draft: null,
  },
  loading: { backend: "cpu", threads: 2, contextSize: 2048, kvType: "f16", flashAttention: true },
  settings: {
    arms: ["off", "model:3"],
    prompts: [],
    runs: 1,
    warmup: 0,
    seed: 1,
    decoding: benchmarkedDecodingSchema.parse({ maxTokens: 8, seed: 1 }),
  },
};

/** A plain reply of eight tokens in 80 ms, of which 64 are llama.cpp's; what is given differs. */
export function measured(given: Partial<Measured> & Pick<Measured, "arm" | "prompt">): Measured {
  return {
    type: "measurement",
    run: 0,
    category: "code",
    tokens: [1, 2, 3, 4, 5, 6, 7, 8],
    finishReason: "max-tokens",
    promptTokens: 20,
    prefillMs: 100,
    decodeMs: 80,
    nativeMs: 64,
    rounds: 8,
    drafted: 0,
    accepted: 0,
    figures: {
      tested: 0,
      testedAt: [],
      acceptedAt: [],
      passes: [{ drafter: "off", width: 1, rounds: 8, draftMs: 0, verifyMs: 72 }],
      overheadMs: 4,
    },
    residentBytes: 1e8,
    peakResidentBytes: 2e8,
    notes: [],
    load: 1,
    ...given,
  };
}

/** Eight tokens in four rounds that drafted one each, all accepted: 40 ms. */
export function speculative(given: Partial<Measured> & Pick<Measured, "arm" | "prompt">): Measured {
  return measured({
    decodeMs: 40,
    nativeMs: 36,
    rounds: 4,
    drafted: 4,
    accepted: 4,
    figures: {
      tested: 4,
      testedAt: [4],
      acceptedAt: [4],
      passes: [{ drafter: "model", width: 2, rounds: 4, draftMs: 7.2, verifyMs: 28.8 }],
      overheadMs: 2,
    },
    ...given,
  });
}

export function sampleBenchmark(measurements: readonly Measured[], arms: readonly string[]): Benchmark {
  return {
    header: { ...sampleHeader, settings: { ...sampleHeader.settings, arms: [...arms] } },
    measurements: [...measurements],
  };
}
