import { type GgufHeader, textOf } from "../gguf/gguf-header.ts";

/** llama.cpp v0.5.0, llm_arch_is_recurrent and llm_arch_is_hybrid. */
const ARCHITECTURES_WITH_STATE: ReadonlySet<string> = new Set([
  "mamba",
  "mamba2",
  "rwkv6",
  "rwkv6qwen2",
  "rwkv7",
  "arwkv7",
  "jamba",
  "falcon-h1",
  "plamo2",
  "granitehybrid",
  "lfm2",
  "lfm2moe",
  "nemotron_h",
  "nemotron_h_moe",
  "qwen3next",
  "kimi-linear",
  "bailingmoe3",
  "kimi-k3",
  "qwen35",
  "qwen35moe",
  "qwen4exp",
  "deepseek4",
  "minimax-01",
]);

/** Settings that only layers with a running state have; they give away architectures younger than the list. */
const KEYS_OF_STATE = /^[^.]+\.(?:ssm|wkv)\.|\.attention\.recurrent_layers$/;

/**
 * The architecture of a model that keeps a running state instead of, or beside, a cache of all tokens; null for others.
 * Such a state cannot go back to an earlier token, as each round of speculation asks: llama.cpp would restore a
 * checkpoint and calculate again, which costs more than speculation saves.
 */
export function architectureWithoutRollback(header: GgufHeader): string | null {
  const architecture = textOf(header, "general.architecture") ?? "unknown";
  const hasState =
    ARCHITECTURES_WITH_STATE.has(architecture) || [...header.metadata.keys()].some((key) => KEYS_OF_STATE.test(key));
  return hasState ? architecture : null;
}
