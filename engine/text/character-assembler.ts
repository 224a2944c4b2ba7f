import { isUtf8 } from "node:buffer";

/** Turns the bytes of emitted tokens into text as they come. Tokens may split characters; texts never do. */
export interface CharacterAssembler {
  /**
   * Takes in one token's bytes. `text` holds the characters that are complete by now: a token that ends inside a
   * character gives only what comes before it, and the token that completes the character gives it whole. Bytes that
   * cannot become a character give U+FFFD. `partial`: the token's bytes are not whole characters by themselves.
   */
  push(bytes: Uint8Array): { readonly text: string; readonly partial: boolean };
  /** What is left at the end of the text: U+FFFD for a character that was never completed, else nothing. */
  flush(): string;
}

/** The texts of all pushes and the flush, put together, are what TextDecoder makes of all bytes at once. */
export function createCharacterAssembler(): CharacterAssembler {
  const decoder = createDecoder();
  return {
    push(bytes) {
      return { text: decoder.decode(bytes, { stream: true }), partial: !isUtf8(bytes) };
    },
    flush() {
      return decoder.decode();
    },
  };
}

/** The text of a token shown by itself, such as a rejected one. Half characters become U+FFFD. */
export function standaloneText(bytes: Uint8Array): string {
  return createDecoder().decode(bytes);
}

/** U+FEFF is kept: a model that writes it has written it, even at the start of its reply. */
function createDecoder(): TextDecoder {
  return new TextDecoder("utf-8", { ignoreBOM: true });
}
