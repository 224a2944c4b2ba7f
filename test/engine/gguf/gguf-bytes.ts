/** Writes small GGUF files for tests, sound or broken on purpose. */
import type { ByteSource } from "../../../engine/gguf/byte-source.ts";

type Bytes = readonly number[];

export interface KeyInFile {
  readonly key: string;
  readonly type: number;
  readonly value: Bytes;
}

export interface TensorInFile {
  readonly name: string;
  readonly dimensions: readonly (number | bigint)[];
  readonly type: number;
  readonly offset: number | bigint;
}

export interface FileContents {
  readonly magic: string;
  readonly version: number;
  readonly keys: readonly KeyInFile[];
  readonly tensors: readonly TensorInFile[];
  /** What the file claims to hold; by default what it holds. */
  readonly keyCount?: number | bigint;
  readonly tensorCount?: number | bigint;
  /** Bytes after the header's padding. */
  readonly dataBytes: number;
}

export const uint32 = (value: number): Bytes => [...new Uint8Array(Uint32Array.of(value).buffer)];
export const uint64 = (value: number | bigint): Bytes => [...new Uint8Array(BigUint64Array.of(BigInt(value)).buffer)];
const text = (value: string): Bytes => {
  const bytes = new TextEncoder().encode(value);
  return [...uint64(bytes.length), ...bytes];
};

export const textKey = (key: string, value: string): KeyInFile => ({ key, type: 8, value: text(value) });
export const numberKey = (key: string, value: number): KeyInFile => ({ key, type: 4, value: uint32(value) });
export const flagKey = (key: string, value: boolean): KeyInFile => ({ key, type: 7, value: [value ? 1 : 0] });
export const fractionKey = (key: string, value: number): KeyInFile => ({
  key,
  type: 6,
  value: [...new Uint8Array(Float32Array.of(value).buffer)],
});
export const listKey = (key: string, entryType: number, length: number | bigint, entries: Bytes): KeyInFile => ({
  key,
  type: 9,
  value: [...uint32(entryType), ...uint64(length), ...entries],
});
export const textsKey = (key: string, values: readonly string[]): KeyInFile =>
  listKey(key, 8, values.length, values.flatMap(text));

/** A sound little model: F32, two tensors of 8 and 4 numbers. */
export const soundFile: FileContents = {
  magic: "GGUF",
  version: 3,
  keys: [
    textKey("general.architecture", "llama"),
    textKey("general.name", "Tiny"),
    numberKey("general.file_type", 0),
    numberKey("llama.block_count", 2),
    numberKey("llama.context_length", 512),
    textKey("tokenizer.ggml.model", "gpt2"),
    textsKey("tokenizer.ggml.tokens", ["<s>", "</s>", "a", "b", "c", "Ġd", "é"]),
    listKey("tokenizer.ggml.token_type", 5, 7, new Array<number>(28).fill(1)),
    textsKey("tokenizer.ggml.merges", ["a b", "b c"]),
    textKey("tokenizer.chat_template", "{{ messages }}"),
  ],
  tensors: [
    { name: "token_embd.weight", dimensions: [4, 2], type: 0, offset: 0 },
    { name: "output_norm.weight", dimensions: [4], type: 0, offset: 32 },
  ],
  dataBytes: 48,
};

export function write(contents: FileContents): Uint8Array {
  const head = [
    ...new TextEncoder().encode(contents.magic),
    ...uint32(contents.version),
    ...uint64(contents.tensorCount ?? contents.tensors.length),
    ...uint64(contents.keyCount ?? contents.keys.length),
    ...contents.keys.flatMap(({ key, type, value }) => [...text(key), ...uint32(type), ...value]),
    ...contents.tensors.flatMap(({ name, dimensions, type, offset }) => [
      ...text(name),
      ...uint32(dimensions.length),
      ...dimensions.flatMap(uint64),
      ...uint32(type),
      ...uint64(offset),
    ]),
  ];
  const padding = (32 - (head.length % 32)) % 32;
  return Uint8Array.from([...head, ...new Array<number>(padding + contents.dataBytes).fill(0)]);
}

/** The contents with a key added, or replaced where it is there. */
export function withKey(contents: FileContents, key: KeyInFile): FileContents {
  return { ...contents, keys: [...contents.keys.filter((other) => other.key !== key.key), key] };
}

export function withoutKey(contents: FileContents, key: string): FileContents {
  return { ...contents, keys: contents.keys.filter((other) => other.key !== key) };
}

export function withTensor(contents: FileContents, change: Partial<TensorInFile>): FileContents {
  const [first, ...others] = contents.tensors;
  return first === undefined ? contents : { ...contents, tensors: [{ ...first, ...change }, ...others] };
}

/**
 * Bytes as a file. A `size` beyond them stands for a long tail of zeros, so that tests need no big files.
 *
 * @param mostPerRead how many bytes one read gives at the most
 */
export function sourceOf(bytes: Uint8Array, options: { size?: number; mostPerRead?: number } = {}): ByteSource {
  const size = options.size ?? bytes.length;
  return {
    name: "model.gguf",
    size,
    read(buffer, position) {
      const length = Math.max(0, Math.min(buffer.length, size - position, options.mostPerRead ?? buffer.length));
      buffer.fill(0, 0, length);
      buffer.set(bytes.subarray(position, position + length));
      return Promise.resolve(length);
    },
  };
}
