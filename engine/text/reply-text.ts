import type { TokenId, Vocabulary } from "../runtime/runtime.ts";
import { createCharacterAssembler } from "./character-assembler.ts";
import { createStopMatcher } from "./stop-strings.ts";
import { recordToken, type TokenRecord } from "./token-record.ts";

interface Span {
  readonly id: TokenId;
  readonly start: number;
  readonly end: number;
  readonly partial: boolean;
}

/**
 * The text of a growing reply and each token's share of it. A token's text is settled once no stop string can cut into
 * it any more. A character that the reply never completes is not part of its text; the token's bytes are on record.
 */
export class ReplyText {
  readonly #vocabulary: Vocabulary;
  readonly #assembler = createCharacterAssembler();
  #matcher: ReturnType<typeof createStopMatcher>;
  readonly #spans: Span[] = [];
  #assembled = "";
  #released = 0;
  #stopped = false;

  /** @param start tokens the reply begins with; a stop string that is complete within them ends nothing */
  constructor(vocabulary: Vocabulary, stops: readonly string[], start: readonly TokenId[] = []) {
    this.#vocabulary = vocabulary;
    this.#matcher = createStopMatcher(stops);
    for (const id of start) {
      this.push(id);
      if (!this.#stopped) continue;
      this.#stopped = false;
      this.#released = this.#assembled.length;
      this.#matcher = createStopMatcher(stops);
    }
  }

  /** Whether a stop string is complete. */
  get stopped(): boolean {
    return this.#stopped;
  }

  get text(): string {
    return this.#assembled.slice(0, this.#released);
  }

  /** How many tokens. */
  get length(): number {
    return this.#spans.length;
  }

  get tokens(): readonly TokenId[] {
    return this.#spans.map((span) => span.id);
  }

  push(id: TokenId): void {
    const { text, partial } = this.#assembler.push(this.#vocabulary.bytes(id));
    const start = this.#assembled.length;
    this.#assembled += text;
    this.#spans.push({ id, start, end: this.#assembled.length, partial });
    const progress = this.#matcher.push(text);
    this.#released += progress.release.length;
    this.#stopped = progress.stopped;
  }

  /** No more tokens will come: what was held back belongs to the reply, unless a stop string ended it. */
  finish(): void {
    if (!this.#stopped) this.#released += this.#matcher.flush().length;
  }

  /** Whether the texts of all tokens before that index are final. */
  isSettled(end: number): boolean {
    const last = this.#spans[end - 1];
    return last === undefined || this.#stopped || last.end <= this.#released;
  }

  /** Where, in the final text, the tokens from that index on begin. */
  startOf(index: number): number {
    return Math.min(this.#spans[index]?.start ?? this.#assembled.length, this.#released);
  }

  /** The record of the token at that index. */
  record(index: number): TokenRecord {
    const span = this.#spans[index];
    if (span === undefined) throw new Error(`the reply has no token ${index}`);
    const text = this.#assembled.slice(span.start, Math.min(span.end, Math.max(span.start, this.#released)));
    return recordToken(this.#vocabulary, span.id, text, span.partial);
  }
}

/** The text of tokens a reply was made of, as {@link ReplyText} gave it. */
export function textOfTokens(vocabulary: Vocabulary, tokens: readonly TokenId[]): string {
  const assembler = createCharacterAssembler();
  return tokens.map((token) => assembler.push(vocabulary.bytes(token)).text).join("");
}
