/**
 * All the engine asks of a native library. Only this folder knows node-llama-cpp; everything else, and every test
 * double, sees these interfaces.
 */
import type { LibraryPredictor } from "../../contract/benchmark.ts";
import type { FlashAttention, Gpu, KvType } from "../../contract/loading.ts";
import type { TokenTexts } from "../gguf/token-texts.ts";
import type { TokenLogit } from "../sampling/logits.ts";

/** A token's number in the vocabulary of its model. */
export type TokenId = number;

/** What to read off one row of logits. Everything refers to raw logits: no penalty, no temperature. */
export type RowRequest =
  /**
   * The most likely token, and the logits of `tokens`, counted from the most likely one's, which is 0. No sort; without
   * `tokens` the cheapest.
   */
  | { readonly kind: "best"; readonly tokens: readonly TokenId[] }
  /** The `count` most likely tokens, and the logits of `tokens` where those are among the likely ones at all. */
  | { readonly kind: "top"; readonly count: number; readonly tokens: readonly TokenId[] }
  /** The whole vocabulary. */
  | { readonly kind: "all" };

export interface Row {
  /** What was asked for, most likely first, ties in the order of their ids. Never empty. */
  readonly logits: readonly TokenLogit[];
  /** Sum over the vocabulary of exp(logit - largest logit): the normaliser of the softmax. */
  readonly totalWeight: number;
}

/** Evaluations so far, by the adapter's own count. */
export interface EvaluationCount {
  readonly calls: number;
  readonly rows: number;
}

/** One model's cache of one conversation. Calls must not overlap. */
export interface Sequence {
  /** Tokens the cache can hold. */
  readonly capacity: number;
  /** The most tokens one native call takes. */
  readonly batchSize: number;
  /** What is cached, in order. */
  readonly tokens: readonly TokenId[];
  readonly count: EvaluationCount;
  /**
   * Appends `tokens` (at most `batchSize`) to the cache in one pass. `requests[i]` asks for the row after token i;
   * the answer has an entry for each token, null where nothing was asked.
   *
   * @param goesOn is given each row as soon as it is read, in order; after one for which it is false no more are read, and
   *   their entries are null. Reading a row off a large vocabulary takes milliseconds. What it throws is thrown on.
   */
  evaluate(
    tokens: readonly TokenId[],
    requests: readonly (RowRequest | null)[],
    goesOn?: (row: Row, index: number) => boolean,
  ): Promise<readonly (Row | null)[]>;
  /** Forgets everything from position `length` on, without evaluating anything again; nothing where there is no more. */
  truncate(length: number): Promise<void>;
  /** Whether positions can be changed afterwards. */
  readonly canShift: boolean;
  /**
   * Forgets positions `start` (above 0) to `end`, and moves what follows up, without evaluating anything again. What
   * moved was computed in sight of what is forgotten: it is not what evaluating the rest anew would give. Only where
   * `canShift`.
   */
  remove(start: number, end: number): Promise<void>;
}

export interface Vocabulary {
  readonly size: number;
  /** The bytes the token adds to the text; none for control tokens. */
  bytes(token: TokenId): Uint8Array;
  /** Such as `<|im_end|>`; null for a token that is text. */
  controlName(token: TokenId): string | null;
  endsGeneration(token: TokenId): boolean;
  /** `special`: texts of control tokens become those tokens. Never adds a token of its own accord. */
  tokenize(text: string, special: boolean): TokenId[];
  /** The token that every prompt of this model begins with; null: none. */
  readonly beginning: TokenId | null;
  /** By the metadata's names, for the chat template. */
  readonly beginningText: string;
  readonly endText: string;
}

export interface Model {
  readonly path: string;
  readonly vocabulary: Vocabulary;
  readonly sequence: Sequence;
  readonly gpuLayers: number;
  readonly flashAttention: boolean;
  /** Bytes of weights. */
  readonly weightBytes: number;
  /** Milliseconds that the native code says it evaluated for since the last call, sampling not included. */
  takeNativeMs(): Promise<number>;
  /** Decodes with the native library's own loop over these weights, for comparison. The draft is another such model. */
  decodeWithLibrary(job: LibraryJob, draft: Model | null): Promise<LibraryReply>;
  dispose(): Promise<void>;
}

export interface LibraryJob {
  readonly predictor: LibraryPredictor;
  /** As in the contract's loop. */
  readonly draftTokens: number | null;
  readonly prompt: readonly TokenId[];
  readonly maxTokens: number;
  readonly endsGeneration: (token: TokenId) => boolean;
  readonly signal: AbortSignal;
}

/** Figures as in the contract's measurement. */
export interface LibraryReply {
  readonly tokens: readonly TokenId[];
  /** The last token ends the generation. */
  readonly ended: boolean;
  readonly prefillMs: number;
  readonly decodeMs: number;
  readonly nativeMs: number;
  readonly rounds: number;
  readonly drafted: number;
  readonly accepted: number;
}

export interface ModelOptions {
  readonly path: string;
  /** The vocabulary's texts, from the header. */
  readonly tokenTexts: TokenTexts;
  readonly tokenizer: string;
  /** `tokenizer.ggml.pre` (empty: none), which decides on the encoding of some byte-pair vocabularies. */
  readonly preTokenizer: string;
  readonly gpuLayers: number;
  readonly contextSize: number;
  /** See {@link Sequence.canShift}. */
  readonly canShift: boolean;
  readonly threads: number;
  readonly kvType: KvType;
  readonly flashAttention: FlashAttention;
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

/** Bytes needed by one model in a given configuration. */
export interface MemoryNeed {
  readonly ram: number;
  readonly vram: number;
}

export interface MemoryNeeds {
  readonly weights: MemoryNeed;
  readonly context: MemoryNeed;
}

/** What a model file needs at which setting, before it is loaded. */
export interface MemoryEstimator {
  readonly layers: number;
  need(gpuLayers: number, contextSize: number): Promise<MemoryNeeds>;
}

export interface EstimatorOptions {
  readonly path: string;
  readonly kvType: KvType;
  readonly flashAttention: FlashAttention;
}

export type Backend = "cpu" | "cuda" | "metal" | "vulkan";

export interface Runtime {
  readonly backend: Backend;
  /** Of the native library. */
  readonly version: string;
  /** Cores that are good at mathematics. */
  readonly defaultThreads: number;
  /** Bytes free now. */
  freeMemory(): Promise<MemoryNeed>;
  estimator(options: EstimatorOptions): Promise<MemoryEstimator>;
  load(options: ModelOptions): Promise<Model>;
  dispose(): Promise<void>;
}

export type OpenRuntime = (
  gpu: Gpu,
  log: (level: "debug" | "info" | "warn" | "error", text: string) => void,
) => Promise<Runtime>;
