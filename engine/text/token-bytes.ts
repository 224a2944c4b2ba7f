const encoder = new TextEncoder();

/** Marks a space in SentencePiece vocabularies: U+2581, lower one eighth block. */
const SENTENCE_PIECE_SPACE = /\u2581/g;
const BYTE_TOKEN = /^<0x([0-9A-Fa-f]{2})>$/;

/** `tokenizer.ggml.pre` of byte pair vocabularies that write spaces as SentencePiece does (llama-vocab.cpp, escape_whitespaces). */
const PRE_TOKENIZERS_WITH_SENTENCE_PIECE_SPACES: ReadonlySet<string> = new Set([
  "gemma4",
  "granite-embed-multi-311m",
  "sarvam-moe",
]);

/**
 * The bytes a token stands for, from its text in the vocabulary; a token may be half a character, so they need not be
 * valid UTF-8. Follows llama.cpp's llama_vocab::token_to_piece for normal and byte tokens; user-defined and control
 * tokens stand in every vocabulary as they are and need no translation.
 *
 * @param tokenizer `tokenizer.ggml.model` of the GGUF file
 * @param preTokenizer `tokenizer.ggml.pre` of the GGUF file
 */
export function vocabularyTextToBytes(text: string, tokenizer: string, preTokenizer = ""): Uint8Array {
  switch (tokenizer) {
    case "gpt2":
    case "hybriddna":
    case "whitespace":
      return PRE_TOKENIZERS_WITH_SENTENCE_PIECE_SPACES.has(preTokenizer)
        ? sentencePieceBytes(text)
        : byteLevelBytes(text);
    case "llama":
    case "t5":
    case "gemma4":
    case "bert":
      return sentencePieceBytes(text);
    case "rwkv":
      return rwkvBytes(text);
    default:
      return byteTokenBytes(text) ?? encoder.encode(text);
  }
}

function sentencePieceBytes(text: string): Uint8Array {
  return byteTokenBytes(text) ?? encoder.encode(text.replace(SENTENCE_PIECE_SPACE, " "));
}

function byteTokenBytes(text: string): Uint8Array | undefined {
  const hex = BYTE_TOKEN.exec(text)?.[1];
  return hex === undefined ? undefined : Uint8Array.of(Number.parseInt(hex, 16));
}

function byteLevelBytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const byte = byteOfCharacter.get(character);
    if (byte === undefined) {
      // Not in the alphabet: an added token that the converter stored as it is.
      bytes.push(...encoder.encode(character));
    } else {
      bytes.push(byte);
    }
  }
  return Uint8Array.from(bytes);
}

/**
 * GPT-2's byte-level alphabet (bytes_to_unicode in its encoder.py): printable Latin-1 bytes stand for themselves, the
 * others follow one another from U+0100 on.
 */
const byteOfCharacter: ReadonlyMap<string, number> = (() => {
  const alphabet = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 0x100; byte++) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    alphabet.set(String.fromCodePoint(printable ? byte : next++), byte);
  }
  return alphabet;
})();

const RWKV_ESCAPE = /\\(?:x([0-9a-fA-F]{2})|([\s\S]))/g;
const RWKV_CONTROL_CHARACTERS: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r" };

/** RWKV writes its tokens like Python byte literals (llama_unescape_rwkv_token). */
function rwkvBytes(text: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let position = 0;
  for (const match of text.matchAll(RWKV_ESCAPE)) {
    const [whole, hex, character = ""] = match;
    parts.push(encoder.encode(text.slice(position, match.index)));
    parts.push(
      hex === undefined
        ? encoder.encode(RWKV_CONTROL_CHARACTERS[character] ?? character)
        : Uint8Array.of(Number.parseInt(hex, 16)),
    );
    position = match.index + whole.length;
  }
  parts.push(encoder.encode(text.slice(position)));
  return Buffer.concat(parts);
}
