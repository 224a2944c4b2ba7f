import { flagOf, type GgufHeader, numberOf, textOf } from "../gguf/gguf-header.ts";

/** What llama.cpp takes for granted of a kind of tokenizer where the file says nothing (llama_vocab::impl::load, v0.5.0). */
interface TokenizerKind {
  /** llama.cpp's vocabulary type. */
  readonly kind: string;
  readonly addsBeginning: boolean;
  readonly addsEnd: boolean;
  readonly beginning: number | null;
  readonly end: number | null;
}

const bytePairs: TokenizerKind = { kind: "byte pairs", addsBeginning: false, addsEnd: false, beginning: 11, end: 11 };

/** By `tokenizer.ggml.model`. */
const tokenizerKinds: ReadonlyMap<string, TokenizerKind> = new Map<string, TokenizerKind>([
  ["llama", { kind: "SentencePiece", addsBeginning: true, addsEnd: false, beginning: 1, end: 2 }],
  ["gpt2", bytePairs],
  ["hybriddna", bytePairs],
  ["whitespace", bytePairs],
  ["gemma4", { ...bytePairs, beginning: null, end: null }],
  ["bert", { kind: "WordPiece", addsBeginning: true, addsEnd: false, beginning: 101, end: null }],
  ["t5", { kind: "unigram", addsBeginning: false, addsEnd: true, beginning: null, end: 1 }],
  ["rwkv", { kind: "RWKV", addsBeginning: false, addsEnd: false, beginning: null, end: null }],
  ["plamo2", { kind: "PLaMo-2", addsBeginning: false, addsEnd: false, beginning: 1, end: 2 }],
]);

/** `tokenizer.ggml.pre` of byte pair tokenizers that add the beginning token where the file says nothing. */
const PRE_TOKENIZERS_WITH_BEGINNING: ReadonlySet<string> = new Set([
  "llama3",
  "llama-v3",
  "llama-bpe",
  "falcon3",
  "falcon-h1",
  "pixtral",
  "midm-2.0",
  "lfm2",
  "jina-v5-nano",
  "tekken",
  "chameleon",
]);

/** How a model's tokenizer treats every text. */
export interface TokenizerRules {
  /** A word for people; equal words mean equal kinds. */
  readonly kind: string;
  /** The token added before every text; null: none. */
  readonly beginning: number | null;
  /** The token added after every text; null: none. */
  readonly end: number | null;
}

export function tokenizerRulesOf(header: GgufHeader): TokenizerRules {
  const { tokenizer, tokens } = header;
  const defaults = tokenizerKinds.get(tokenizer) ?? {
    kind: tokenizer,
    addsBeginning: false,
    addsEnd: false,
    beginning: null,
    end: null,
  };
  const preTokenizer = tokenizer === "gemma4" ? "gemma4" : (textOf(header, "tokenizer.ggml.pre") ?? "");
  const isBytePairs = defaults.kind === bytePairs.kind;
  const addsBeginning =
    // llama.cpp overrules what Gemma 4 files say.
    (isBytePairs && preTokenizer === "gemma4") ||
    (flagOf(header, "tokenizer.ggml.add_bos_token") ??
      (defaults.addsBeginning || (isBytePairs && PRE_TOKENIZERS_WITH_BEGINNING.has(preTokenizer))));
  const addsEnd = flagOf(header, "tokenizer.ggml.add_eos_token") ?? defaults.addsEnd;
  const tokenOf = (key: string, byDefault: number | null): number | null => {
    const id = numberOf(header, key);
    return id !== null && id < tokens.length ? id : byDefault;
  };
  return {
    kind: defaults.kind,
    beginning: addsBeginning ? tokenOf("tokenizer.ggml.bos_token_id", defaults.beginning) : null,
    end: addsEnd ? tokenOf("tokenizer.ggml.eos_token_id", defaults.end) : null,
  };
}
