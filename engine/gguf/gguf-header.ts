import type { TokenTexts } from "./token-texts.ts";

/** A metadata value that is no list. 64-bit numbers beyond 2^53 lose their last digits. */
export type MetadataValue = string | number | boolean;

/** What the header of a GGUF file says, checked and safe to use. */
export interface GgufHeader {
  /** For messages; without folders. */
  readonly fileName: string;
  readonly fileBytes: number;
  /**
   * Every key whose value is no list and no text longer than {@link MAXIMUM_KEPT_TEXT}. Lists are read past, the tokens
   * apart: nothing here needs the others, and they are most of a header.
   */
  readonly metadata: ReadonlyMap<string, MetadataValue>;
  /** `tokenizer.ggml.model`; "none", llama.cpp's word, where the file has no vocabulary. */
  readonly tokenizer: string;
  /** `tokenizer.ggml.tokens`: the vocabulary's text of each token; empty where the file has none. */
  readonly tokens: TokenTexts;
  /** Jinja source; null where the file has none: a base model. */
  readonly chatTemplate: string | null;
  /** The numbers of all tensors together. */
  readonly parameters: number;
  /**
   * Bytes of the matrices that are multiplied with, by their format's name, such as `Q4_K`. Embeddings that are only looked
   * up are not among them.
   */
  readonly matrixBytes: ReadonlyMap<string, number>;
}

/** UTF-8 bytes. A chat template is a few thousand, the largest ones around a hundred thousand. */
export const MAXIMUM_KEPT_TEXT = 2 ** 20;

export function textOf({ metadata }: Pick<GgufHeader, "metadata">, key: string): string | null {
  const value = metadata.get(key);
  return typeof value === "string" ? value : null;
}

export function numberOf({ metadata }: Pick<GgufHeader, "metadata">, key: string): number | null {
  const value = metadata.get(key);
  return typeof value === "number" ? value : null;
}

export function flagOf({ metadata }: Pick<GgufHeader, "metadata">, key: string): boolean | null {
  const value = metadata.get(key);
  return typeof value === "boolean" ? value : null;
}
