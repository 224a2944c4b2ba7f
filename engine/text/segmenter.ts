import { type ThinkingTags, thinkingTags } from "../../contract/thinking-tags.ts";
import type { TokenId, Vocabulary } from "../runtime/runtime.ts";
import { standaloneText } from "./character-assembler.ts";

/** What a reply may still turn out to be, or is. */
type State =
  /** So far it may be the beginning of a tag. */
  | { readonly at: "start" }
  | { readonly at: "thinking"; readonly tags: ThinkingTags }
  /** The tag is closed; line breaks before the answer belong to it. */
  | { readonly at: "closed" }
  | { readonly at: "answer" };

/**
 * Finds the thinking part of a reply token by token: a reply that begins with an opening tag, or whose prompt ended with
 * one, thinks until the closing tag. Tags may be single tokens, control tokens (which have no text) or split over
 * several. The thinking part is always the beginning of the reply: a tag further on is something the reply talks about.
 */
export class Segmenter {
  readonly #vocabulary: Vocabulary;
  #state: State;
  /** As far as a tag may begin in it. */
  #open = "";
  #tokens = 0;
  #thinking = 0;

  /** @param opened the tags that the prompt left open; null: none */
  constructor(vocabulary: Vocabulary, opened: ThinkingTags | null) {
    this.#vocabulary = vocabulary;
    this.#state = opened === null ? { at: "start" } : { at: "thinking", tags: opened };
  }

  /** How many of the reply's first tokens are its thinking part, tags and the line breaks behind them included. */
  get thinkingTokens(): number {
    return this.#thinking;
  }

  /** Whether the thinking part has its closing tag. */
  get closed(): boolean {
    return this.#state.at === "closed" || (this.#state.at === "answer" && this.#thinking > 0);
  }

  /** Whether it is known of each of the reply's first `end` tokens if it is thinking. */
  isDecided(end: number): boolean {
    return end <= this.#thinking || this.#state.at === "answer" || this.#state.at === "thinking";
  }

  push(token: TokenId): void {
    this.#tokens += 1;
    if (this.#state.at === "answer") return;
    this.#open += this.#vocabulary.controlName(token) ?? standaloneText(this.#vocabulary.bytes(token));
    this.#decide();
    if (this.#state.at === "thinking" || this.#state.at === "closed") this.#thinking = this.#tokens;
  }

  /** No more tokens will come: half a tag is none. */
  finish(): void {
    if (this.#state.at === "start") this.#state = { at: "answer" };
  }

  #decide(): void {
    switch (this.#state.at) {
      case "start":
        this.#state = startOf(this.#open.trimStart());
        if (this.#state.at === "thinking") this.#decide();
        return;
      case "thinking": {
        const { close } = this.#state.tags;
        const found = this.#open.indexOf(close);
        // Only its end can be the beginning of a closing tag.
        if (found < 0) this.#open = this.#open.slice(-2 * close.length);
        else {
          this.#state = { at: "closed" };
          this.#open = "";
        }
        return;
      }
      case "closed":
        if (this.#open.trim() !== "") this.#state = { at: "answer" };
        return;
      case "answer":
        return;
    }
  }
}

function startOf(text: string): State {
  const tags = thinkingTags.find(({ open }) => text.startsWith(open));
  if (tags !== undefined) return { at: "thinking", tags };
  if (thinkingTags.some(({ skip }) => skip !== undefined && text.startsWith(skip))) return { at: "closed" };
  const mayBegin = thinkingTags.some(({ open, skip = "" }) => open.startsWith(text) || skip.startsWith(text));
  return { at: mayBegin ? "start" : "answer" };
}
