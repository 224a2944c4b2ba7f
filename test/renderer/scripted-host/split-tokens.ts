export interface ScriptToken {
  readonly id: number;
  readonly text: string;
  readonly bytes?: string | undefined;
  readonly control?: string | undefined;
}

const PIECES = /\n+| ?\p{L}+| ?\d| ?[^\s\p{L}\d]+|\s+/gu;

/**
 * Text as a small model's tokenizer might cut it: words with the space before them, long words in two, characters
 * outside the basic plane in two halves of which the first has no text of its own.
 */
export function splitTokens(text: string): readonly ScriptToken[] {
  return [...text.matchAll(PIECES)].flatMap(([piece]) => splitPiece(piece));
}

export function endToken(): ScriptToken {
  return { id: 2, text: "", control: "<|im_end|>" };
}

function splitPiece(piece: string): ScriptToken[] {
  if (/\p{Extended_Pictographic}/u.test(piece)) return [...piece].flatMap(halves);
  if (piece.length > 9) {
    const middle = Math.ceil(piece.length / 2);
    return [token(piece.slice(0, middle)), token(piece.slice(middle))];
  }
  return [token(piece)];
}

function halves(character: string): ScriptToken[] {
  const bytes = [...new TextEncoder().encode(character)].map((byte) => byte.toString(16).padStart(2, "0"));
  if (bytes.length < 4) return [token(character)];
  const id = tokenId(character);
  return [
    { id, text: "", bytes: bytes.slice(0, 2).join("") },
    { id: id + 1, text: character, bytes: bytes.slice(2).join("") },
  ];
}

function token(text: string): ScriptToken {
  return { id: tokenId(text), text };
}

function tokenId(text: string): number {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 49_000;
  return hash + 100;
}
