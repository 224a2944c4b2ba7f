import { count, quote } from "../text/in-messages.ts";
import { ByteCursor } from "./byte-cursor.ts";
import type { ByteSource } from "./byte-source.ts";
import { type GgufHeader, MAXIMUM_KEPT_TEXT, type MetadataValue, textOf } from "./gguf-header.ts";
import { KeptBytes } from "./kept-bytes.ts";
import { scalarTypes, valueTypes } from "./metadata-types.ts";
import { tensorType } from "./tensor-types.ts";
import { TokenTexts } from "./token-texts.ts";
import { cutShort, damaged, unreadable } from "./unreadable.ts";

/*
 * Limits. A GGUF header is a list of lengths that a reader is asked to believe; llama.cpp and others have had one memory
 * fault after another here (code-models.md 3.3 lists them). Each limit is far above what real models need, and each
 * length is checked against what the file still holds before anything is allocated or looped over.
 */
const MAXIMUM_HEADER_BYTES = 2 ** 28;
const MAXIMUM_KEYS = 100_000;
const MAXIMUM_TENSORS = 100_000;
const MAXIMUM_KEY_BYTES = 2 ** 16 - 1;
const MAXIMUM_LIST = 2 ** 24;
const MAXIMUM_TOKENS = 2 ** 20;
const MAXIMUM_TOKEN_BYTES = 2 ** 16;
/** GGML_MAX_NAME, its closing zero included. */
const MAXIMUM_TENSOR_NAME_BYTES = 63;
const MAXIMUM_DIMENSIONS = 4;
const MAXIMUM_ALIGNMENT = 2 ** 16;
const DEFAULT_ALIGNMENT = 32;

const MAGIC = 0x4655_4747; // "GGUF"
const TOKENS_KEY = "tokenizer.ggml.tokens";
const CHAT_TEMPLATE_KEY = "tokenizer.chat_template";
const ALIGNMENT_KEY = "general.alignment";

/**
 * Reads and checks a GGUF header (versions 2 and 3, little-endian), and that the file is long enough for the tensors it
 * lists. The rules are those of ggml's gguf.cpp, so that what passes here is not refused there, plus the limits above.
 *
 * Why not @huggingface/gguf (0.4): it has limits, but does not compare tensors with the length of the file, which is how
 * a download that broke off looks; and it keeps merges and scores, most of a header, in memory.
 *
 * @throws OutriderError model-unreadable, for whatever the bytes are
 */
export async function parseHeader(source: ByteSource): Promise<GgufHeader> {
  const cursor = new ByteCursor(source);
  const kept = new KeptBytes(source.name);
  const { tensors, keys } = await readPreamble(source, cursor);
  const { metadata, tokens } = await readMetadata(source.name, cursor, keys, kept);
  const alignment = alignmentOf(source.name, metadata.get(ALIGNMENT_KEY));
  const { parameters, matrixBytes } = await readTensors(source, cursor, tensors, alignment, kept);
  return {
    fileName: source.name,
    fileBytes: source.size,
    metadata,
    tokenizer: textOf({ metadata }, "tokenizer.ggml.model") ?? "none",
    tokens,
    chatTemplate: textOf({ metadata }, CHAT_TEMPLATE_KEY) || null,
    parameters,
    matrixBytes,
  };
}

async function readPreamble(source: ByteSource, cursor: ByteCursor): Promise<{ tensors: number; keys: number }> {
  const { name } = source;
  if (source.size === 0) {
    throw unreadable(name, "is empty");
  }
  if (source.size >= 4) {
    await cursor.load(4);
  }
  if (source.size < 4 || cursor.uint32() !== MAGIC) {
    throw unreadable(
      name,
      'is not a GGUF file: it does not begin with the letters "GGUF"',
      "Choose a model file in GGUF format.",
    );
  }
  await cursor.load(4);
  const version = cursor.uint32();
  if (version !== 2 && version !== 3) {
    throw unsupportedVersion(name, version);
  }
  await cursor.load(16);
  const tensors = cursor.size();
  const keys = cursor.size();
  if (tensors > MAXIMUM_TENSORS) {
    throw damaged(name, `it claims to hold ${count(tensors)} tensors`);
  }
  if (keys > MAXIMUM_KEYS) {
    throw damaged(name, `it claims to hold ${count(keys)} metadata keys`);
  }
  return { tensors, keys };
}

function unsupportedVersion(name: string, version: number): Error {
  const convertAgain = "Download a newer conversion of the model.";
  if (version === 1) {
    return unreadable(name, "is in version 1 of the GGUF format, which llama.cpp no longer reads", convertAgain);
  }
  // gguf.cpp's test: a small number read in the wrong byte order has its low half empty.
  if (version !== 0 && (version & 0xffff) === 0) {
    return unreadable(name, "was written for big-endian machines", "Download the little-endian file of the model.");
  }
  return unreadable(
    name,
    `is in version ${version} of the GGUF format; this Outrider reads versions 2 and 3`,
    version === 0 ? convertAgain : "Update Outrider, or choose another file of the model.",
  );
}

async function readMetadata(
  name: string,
  cursor: ByteCursor,
  keys: number,
  kept: KeptBytes,
): Promise<{ metadata: ReadonlyMap<string, MetadataValue>; tokens: TokenTexts }> {
  const seen = new Set<string>();
  const metadata = new Map<string, MetadataValue>();
  let tokens = new TokenTexts(0);
  for (let index = 0; index < keys; index++) {
    const key = await readName(name, cursor, MAXIMUM_KEY_BYTES, `metadata key ${index}`);
    if (key === "") {
      throw damaged(name, `metadata key ${index} has no name`);
    }
    if (seen.has(key)) {
      throw damaged(name, `it has the metadata key ${quote(key)} twice`);
    }
    seen.add(key);
    kept.add(2 * key.length);

    await cursor.load(4);
    const type = cursor.uint32();
    if (type === valueTypes.list) {
      const list = await readListStart(name, cursor, key);
      if (key === TOKENS_KEY && list.type === valueTypes.text) {
        tokens = await readTokens(name, cursor, list.length, kept);
      } else {
        await skipList(name, cursor, key, list);
      }
    } else {
      const value = await readValue(name, cursor, key, type);
      if (value !== undefined) {
        kept.add(typeof value === "string" ? value.length : 0);
        metadata.set(key, value);
      }
    }
    checkHeaderLength(name, cursor);
  }
  return { metadata, tokens };
}

/** Undefined: a text that is too long to keep. */
async function readValue(
  name: string,
  cursor: ByteCursor,
  key: string,
  type: number,
): Promise<MetadataValue | undefined> {
  if (type === valueTypes.text) {
    const length = await readLength(cursor);
    if (length <= MAXIMUM_KEPT_TEXT) {
      await cursor.load(length);
      return cursor.text(length);
    }
    if (key === CHAT_TEMPLATE_KEY) {
      throw damaged(name, `its chat template claims to be ${count(length)} bytes long`);
    }
    cursor.skip(length);
    return undefined;
  }
  const scalar = scalarTypes.get(type);
  if (scalar === undefined) {
    throw damaged(name, `metadata key ${quote(key)} has the unknown type ${type}`);
  }
  await cursor.load(scalar.bytes);
  return scalar.read(cursor);
}

interface List {
  readonly type: number;
  readonly length: number;
}

async function readListStart(name: string, cursor: ByteCursor, key: string): Promise<List> {
  await cursor.load(12);
  const type = cursor.uint32();
  const length = cursor.size();
  if (length > (key === TOKENS_KEY ? MAXIMUM_TOKENS : MAXIMUM_LIST)) {
    throw damaged(name, `the list ${quote(key)} claims to have ${count(length)} entries`);
  }
  return { type, length };
}

async function readTokens(name: string, cursor: ByteCursor, length: number, kept: KeptBytes): Promise<TokenTexts> {
  const tokens = new TokenTexts(length);
  const keep = tokens.add.bind(tokens);
  for (let id = 0; id < length; id++) {
    if (!cursor.has(8)) {
      await cursor.load(8);
    }
    const bytes = cursor.size();
    if (bytes > MAXIMUM_TOKEN_BYTES) {
      throw damaged(name, `token ${id} claims to be ${count(bytes)} bytes long`);
    }
    if (!cursor.has(bytes)) {
      await cursor.load(bytes);
    }
    kept.add(bytes);
    cursor.bytes(bytes, keep);
    checkHeaderLength(name, cursor);
  }
  return tokens;
}

async function skipList(name: string, cursor: ByteCursor, key: string, list: List): Promise<void> {
  if (list.type === valueTypes.list) {
    throw damaged(name, `${quote(key)} is a list of lists, which llama.cpp does not read`);
  }
  if (list.type === valueTypes.text) {
    for (let index = 0; index < list.length; index++) {
      if (!cursor.has(8)) {
        await cursor.load(8);
      }
      cursor.skip(cursor.size());
      checkHeaderLength(name, cursor);
    }
    return;
  }
  const scalar = scalarTypes.get(list.type);
  if (scalar === undefined) {
    throw damaged(name, `the list ${quote(key)} has entries of the unknown type ${list.type}`);
  }
  cursor.skip(list.length * scalar.bytes);
}

function checkHeaderLength(name: string, cursor: ByteCursor): void {
  if (cursor.position > MAXIMUM_HEADER_BYTES) {
    throw damaged(name, `its header is longer than ${count(MAXIMUM_HEADER_BYTES)} bytes`);
  }
}

function alignmentOf(name: string, value: MetadataValue | undefined): number {
  if (value === undefined) {
    return DEFAULT_ALIGNMENT;
  }
  // A power of two has one bit set.
  if (typeof value !== "number" || !(value >= 1 && value <= MAXIMUM_ALIGNMENT) || (value & (value - 1)) !== 0) {
    throw damaged(name, `its alignment is ${JSON.stringify(value)}, which is no power of two up to 65,536`);
  }
  return value;
}

/** Checks each tensor's place, and adds up what they hold. */
async function readTensors(
  source: ByteSource,
  cursor: ByteCursor,
  tensors: number,
  alignment: number,
  kept: KeptBytes,
): Promise<Pick<GgufHeader, "parameters" | "matrixBytes">> {
  const { name } = source;
  const seen = new Set<string>();
  const matrices: Tensor[] = [];
  let numbers = 0n;
  let expectedOffset = 0n;
  let dataBytes = 0n;
  for (let index = 0; index < tensors; index++) {
    const tensor = await readTensor(name, cursor, index);
    if (seen.has(tensor.name)) {
      throw damaged(name, `it has the tensor ${quote(tensor.name)} twice`);
    }
    seen.add(tensor.name);
    kept.add(tensor.name.length);
    // gguf.cpp wants tensors one after another without gaps, each padded to the alignment. That also rules out overlaps.
    if (tensor.offset !== expectedOffset) {
      throw damaged(name, `tensor ${quote(tensor.name)} lies at ${tensor.offset} instead of ${expectedOffset}`);
    }
    dataBytes = tensor.offset + tensor.bytes;
    expectedOffset = pad(dataBytes, alignment);
    numbers += tensor.numbers;
    if (tensor.isMatrix) matrices.push(tensor);
    checkHeaderLength(name, cursor);
  }
  const promised = tensors === 0 ? BigInt(cursor.position) : pad(BigInt(cursor.position), alignment) + dataBytes;
  if (promised > BigInt(source.size)) {
    throw cutShort(name, Number(promised), source.size);
  }
  return { parameters: Number(numbers), matrixBytes: addUp(matrices) };
}

/** Where the file has no matrix of its own for the output, the embeddings are multiplied with as well. */
function addUp(matrices: readonly Tensor[]): ReadonlyMap<string, number> {
  const tied = !matrices.some(({ name }) => name === "output.weight");
  const bytes = new Map<string, number>();
  for (const matrix of matrices) {
    if (matrix.name === "token_embd.weight" && !tied) continue;
    bytes.set(matrix.format, (bytes.get(matrix.format) ?? 0) + Number(matrix.bytes));
  }
  return bytes;
}

interface Tensor {
  readonly name: string;
  /** Such as `Q4_K`. */
  readonly format: string;
  readonly isMatrix: boolean;
  readonly numbers: bigint;
  readonly bytes: bigint;
  readonly offset: bigint;
}

async function readTensor(fileName: string, cursor: ByteCursor, index: number): Promise<Tensor> {
  const name = await readName(fileName, cursor, MAXIMUM_TENSOR_NAME_BYTES, `the name of tensor ${index}`);
  await cursor.load(4);
  const dimensions = cursor.uint32();
  if (dimensions > MAXIMUM_DIMENSIONS) {
    throw damaged(fileName, `tensor ${quote(name)} claims to have ${count(dimensions)} dimensions`);
  }
  await cursor.load(dimensions * 8 + 12);
  const lengths = Array.from({ length: dimensions }, () => cursor.uint64());
  if (lengths.some((length) => length === 0n)) {
    throw damaged(fileName, `tensor ${quote(name)} has a dimension of length 0`);
  }
  const typeId = cursor.uint32();
  const type = tensorType(typeId);
  if (type === undefined) {
    throw unreadable(
      fileName,
      `has the tensor ${quote(name)} in format ${typeId}, which this Outrider does not know`,
      "Update Outrider, or choose another quantization of the model.",
    );
  }
  const blockNumbers = BigInt(type.blockNumbers);
  if ((lengths[0] ?? 1n) % blockNumbers !== 0n) {
    throw damaged(fileName, `the rows of tensor ${quote(name)} are not made of whole ${type.name} blocks`);
  }
  const numbers = lengths.reduce((product, length) => product * length, 1n);
  return {
    name,
    format: type.name,
    isMatrix: dimensions >= 2,
    numbers,
    bytes: (numbers / blockNumbers) * BigInt(type.blockBytes),
    offset: cursor.uint64(),
  };
}

async function readName(fileName: string, cursor: ByteCursor, maximum: number, what: string): Promise<string> {
  const length = await readLength(cursor);
  if (length > maximum) {
    throw damaged(fileName, `${what} claims to be ${count(length)} bytes long`);
  }
  await cursor.load(length);
  return cursor.text(length);
}

async function readLength(cursor: ByteCursor): Promise<number> {
  await cursor.load(8);
  return cursor.size();
}

function pad(bytes: bigint, alignment: number): bigint {
  const unit = BigInt(alignment);
  return ((bytes + unit - 1n) / unit) * unit;
}
