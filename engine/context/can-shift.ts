import type { KvType } from "../../contract/loading.ts";
import { type GgufHeader, textOf } from "../gguf/gguf-header.ts";

/**
 * Architectures whose positions are plain rotations of the cached keys in every layer, so that llama.cpp's K-shift
 * (v0.5.0, llama_kv_cache::build_graph_shift) turns them to another position without loss. Others learn their positions
 * (gpt2), rotate in several dimensions (qwen2vl: seq_add refuses them), in some layers only (smollm3, cohere2), compress
 * their keys (deepseek2) or keep a running state (mamba); one that is not listed is evaluated again, which is always right.
 */
const ARCHITECTURES: ReadonlySet<string> = new Set([
  "llama",
  "mistral3",
  "qwen2",
  "qwen2moe",
  "qwen3",
  "qwen3moe",
  "gemma",
  "gemma2",
  "gemma3",
  "phi3",
  "gpt-oss",
  "granite",
  "granitemoe",
  "internlm2",
  "olmo2",
  "seed_oss",
  "ernie4_5",
  "hunyuan-dense",
]);

/** ggml rotates keys of these types; others it would end the process for (ggml_compute_forward_rope). */
const KV_TYPES: ReadonlySet<KvType> = new Set(["f32", "f16", "q8_0"]);

/** Whether a cache of this model can give up a stretch in its middle and keep what follows at new positions. */
export function canShift(header: GgufHeader, kvType: KvType): boolean {
  return KV_TYPES.has(kvType) && ARCHITECTURES.has(textOf(header, "general.architecture") ?? "");
}
