import type { Prompt, PromptMessage } from "../../contract/decoding.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import { type ThinkingTags, tagsLeftOpen } from "../../contract/thinking-tags.ts";
import type { TokenId, Vocabulary } from "../runtime/runtime.ts";
import { textOfTokens } from "../text/reply-text.ts";
import { type PromptPart, renderChatTemplate } from "./chat-template.ts";
import { answerIn, countThinking } from "./leave-out-thinking.ts";

/** A prompt in tokens. */
export interface PromptTokens {
  readonly tokens: readonly TokenId[];
  /** The template has begun the reply with a tag of thinking. */
  readonly opened: OpenedThinking | null;
}

export interface OpenedThinking {
  readonly tags: ThinkingTags;
  /** How many of the prompt's last tokens that tag is. */
  readonly tokens: number;
}

/**
 * The tokens of a prompt. Contents are tokenized as plain text: `<|im_end|>` typed by a user stays five characters and
 * more, never a control token. Earlier replies keep the tokens they were made of, so the caches still fit, but for what
 * they thought, which is left out.
 *
 * @param template the model's chat template; null: the contents follow each other as they are (a base model)
 * @throws OutriderError invalid-input for an empty prompt
 */
export function tokenizePrompt(prompt: Prompt, vocabulary: Vocabulary, template: string | null): PromptTokens {
  requireText(prompt);
  const { tokens, opened } = body(prompt, vocabulary, template);
  const { beginning } = vocabulary;
  return { tokens: beginning === null || tokens[0] === beginning ? tokens : [beginning, ...tokens], opened };
}

function requireText(prompt: Prompt): void {
  const text = prompt.kind === "raw" ? prompt.text : (prompt.messages.at(-1)?.content ?? "");
  if (text.trim() === "") throw new OutriderError("invalid-input", "The prompt is empty. Write something to answer.");
}

function body(prompt: Prompt, vocabulary: Vocabulary, template: string | null): PromptTokens {
  if (prompt.kind === "raw") return { tokens: vocabulary.tokenize(prompt.text, false), opened: null };
  const { messages } = prompt;
  if (template === null) {
    return { tokens: messages.flatMap((message) => contentTokens(message, vocabulary, null)), opened: null };
  }
  const parts = renderChatTemplate(template, messages, vocabulary);
  const opened = openedBy(parts.at(-1), vocabulary);
  const tokens = parts.flatMap((part) => {
    if (part.kind === "template") return vocabulary.tokenize(part.text, true);
    const message = messages[part.index];
    return message === undefined ? [] : contentTokens(message, vocabulary, opened?.tags ?? null);
  });
  return { tokens, opened };
}

function openedBy(last: PromptPart | undefined, vocabulary: Vocabulary): OpenedThinking | null {
  if (last?.kind !== "template") return null;
  const tags = tagsLeftOpen(last.text);
  if (tags === null) return null;
  return { tags, tokens: vocabulary.tokenize(last.text.slice(last.text.lastIndexOf(tags.open)), true).length };
}

/** A reply's own tokens where they still say what the message says; an edited message is tokenized afresh. */
function contentTokens(
  message: PromptMessage,
  vocabulary: Vocabulary,
  opened: ThinkingTags | null,
): readonly TokenId[] {
  const { tokens = [], content } = message;
  const last = tokens.at(-1);
  // The template writes the end of a turn itself.
  const body = last !== undefined && vocabulary.endsGeneration(last) ? tokens.slice(0, -1) : tokens;
  const known = body.length > 0 && body.every((token) => token < vocabulary.size);
  if (known && textOfTokens(vocabulary, body) === content) return body.slice(countThinking(body, vocabulary, opened));
  return vocabulary.tokenize(answerIn(message, opened), false);
}
