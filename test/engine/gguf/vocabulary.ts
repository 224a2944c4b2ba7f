import { TokenTexts } from "../../../engine/gguf/token-texts.ts";

/** A vocabulary of these texts. */
export function vocabularyOf(texts: readonly string[]): TokenTexts {
  const bytes = Buffer.from(texts.join(""));
  const tokens = new TokenTexts(texts.length);
  let place = 0;
  for (const text of texts) {
    const end = place + Buffer.byteLength(text);
    tokens.add(bytes, place, end);
    place = end;
  }
  return tokens;
}

/** The texts of a vocabulary. */
export function textsOf(tokens: TokenTexts): string[] {
  return Array.from({ length: tokens.length }, (_, id) => tokens.at(id) ?? "");
}
