import type { ByteCursor } from "./byte-cursor.ts";
import type { MetadataValue } from "./gguf-header.ts";

/** The two types of metadata value that have no fixed length, by their number in the file (gguf.h). */
export const valueTypes = { text: 8, list: 9 } as const;

interface ScalarType {
  readonly bytes: number;
  readonly read: (cursor: ByteCursor) => MetadataValue;
}

/** All other types. */
export const scalarTypes: ReadonlyMap<number, ScalarType> = new Map<number, ScalarType>([
  [0, { bytes: 1, read: (cursor) => cursor.uint8() }],
  [1, { bytes: 1, read: (cursor) => cursor.int8() }],
  [2, { bytes: 2, read: (cursor) => cursor.uint16() }],
  [3, { bytes: 2, read: (cursor) => cursor.int16() }],
  [4, { bytes: 4, read: (cursor) => cursor.uint32() }],
  [5, { bytes: 4, read: (cursor) => cursor.int32() }],
  [6, { bytes: 4, read: (cursor) => cursor.float32() }],
  [7, { bytes: 1, read: (cursor) => cursor.uint8() !== 0 }],
  [10, { bytes: 8, read: (cursor) => Number(cursor.uint64()) }],
  [11, { bytes: 8, read: (cursor) => Number(cursor.int64()) }],
  [12, { bytes: 8, read: (cursor) => cursor.float64() }],
]);
