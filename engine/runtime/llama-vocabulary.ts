import type { LlamaModel } from "node-llama-cpp";
import { vocabularyTextToBytes } from "../text/token-bytes.ts";
import { asToken } from "./row-translation.ts";
import type { ModelOptions, TokenId, Vocabulary } from "./runtime.ts";

const noBytes = new Uint8Array(0);
const encoder = new TextEncoder();

/** What is asked of a token again and again. */
type KnownToken = { readonly [Key in "bytes" | "controlName" | "endsGeneration"]: ReturnType<Vocabulary[Key]> };

/**
 * {@link Vocabulary} over a loaded model. The bytes come from the vocabulary's own texts, because the library's
 * detokenizer returns strings and so replaces half characters.
 */
export function createLlamaVocabulary(
  model: LlamaModel,
  { tokenTexts, tokenizer, preTokenizer }: Pick<ModelOptions, "tokenTexts" | "tokenizer" | "preTokenizer">,
): Vocabulary {
  const textOf = (token: TokenId): string => tokenTexts.at(token) ?? "";
  const bytesOf = (token: TokenId): Uint8Array => {
    const attributes = model.getTokenAttributes(asToken(token));
    if (attributes.control || attributes.unused) return noBytes;
    // As in llama.cpp's token_to_piece: added tokens stand in the vocabulary as they are, the others in its encoding.
    if (attributes.userDefined || attributes.unknown) return encoder.encode(textOf(token));
    return vocabularyTextToBytes(textOf(token), tokenizer, preTokenizer);
  };
  const describe = memoize((token): KnownToken => {
    const bytes = bytesOf(token);
    return {
      bytes,
      controlName: bytes.length === 0 ? textOf(token) : null,
      endsGeneration: model.isEogToken(asToken(token)),
    };
  });
  const beginning = model.tokens.shouldPrependBosToken ? model.tokens.bos : null;

  return {
    size: tokenTexts.length,
    bytes: (token) => describe(token).bytes,
    controlName: (token) => describe(token).controlName,
    endsGeneration: (token) => describe(token).endsGeneration,
    tokenize: (text, special) => (text === "" ? [] : model.tokenize(text, special).map(Number)),
    beginning: beginning === null ? null : Number(beginning),
    beginningText: model.tokens.bosString ?? "",
    endText: model.tokens.eosString ?? "",
  };
}

/** The same few thousand tokens come again and again. */
function memoize(describe: (token: TokenId) => KnownToken): (token: TokenId) => KnownToken {
  const known = new Map<TokenId, KnownToken>();
  return (token) => {
    const found = known.get(token);
    if (found !== undefined) return found;
    const made = describe(token);
    known.set(token, made);
    return made;
  };
}
