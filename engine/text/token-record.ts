import { isUtf8 } from "node:buffer";
import type { Candidate } from "../../contract/trace.ts";
import type { TokenId, Vocabulary } from "../runtime/runtime.ts";
import { standaloneText } from "./character-assembler.ts";

/** What the trace says of a token apart from its probabilities. */
export type TokenRecord = Omit<Candidate, "probability">;

/** The record of a token whose text in the reply is `text`. */
export function recordToken(vocabulary: Vocabulary, id: TokenId, text: string, partial: boolean): TokenRecord {
  const control = vocabulary.controlName(id);
  return {
    id,
    text,
    ...(partial ? { bytes: Buffer.from(vocabulary.bytes(id)).toString("hex") } : {}),
    ...(control === null ? {} : { control }),
  };
}

/** The record of a token by itself, such as a candidate: half characters show as U+FFFD and carry their bytes. */
export function recordStandalone(vocabulary: Vocabulary, id: TokenId): TokenRecord {
  const bytes = vocabulary.bytes(id);
  return recordToken(vocabulary, id, standaloneText(bytes), !isUtf8(bytes));
}
