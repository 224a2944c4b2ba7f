import type { Prompt, PromptMessage } from "../../contract/decoding.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import type { TokenId, Vocabulary } from "../runtime/runtime.ts";
import { textOfTokens } from "../text/reply-text.ts";
import { renderChatTemplate } from "./chat-template.ts";

/**
 * The tokens of a prompt. Contents are tokenized as plain text: `<|im_end|>` typed by a user stays five characters and
 * more, never a control token. Earlier replies keep the tokens they were made of, so the caches still fit.
 *
 * @param template the model's chat template; null: the contents follow each other as they are (a base model)
 * @throws OutriderError invalid-input for an empty prompt
 */
export function tokenizePrompt(prompt: Prompt, vocabulary: Vocabulary, template: string | null): TokenId[] {
  requireText(prompt);
  const tokens = bodyTokens(prompt, vocabulary, template);
  const { beginning } = vocabulary;
  return beginning === null || tokens[0] === beginning ? tokens : [beginning, ...tokens];
}

function requireText(prompt: Prompt): void {
  const text = prompt.kind === "raw" ? prompt.text : (prompt.messages.at(-1)?.content ?? "");
  if (text.trim() === "") throw new OutriderError("invalid-input", "The prompt is empty. Write something to answer.");
}

function bodyTokens(prompt: Prompt, vocabulary: Vocabulary, template: string | null): TokenId[] {
  if (prompt.kind === "raw") return vocabulary.tokenize(prompt.text, false);
  const { messages } = prompt;
  if (template === null) {
    return messages.flatMap((message) => contentTokens(message, vocabulary));
  }
  return renderChatTemplate(template, messages, vocabulary).flatMap((part) => {
    if (part.kind === "template") return vocabulary.tokenize(part.text, true);
    const message = messages[part.index];
    return message === undefined ? [] : contentTokens(message, vocabulary);
  });
}

/** A reply's own tokens where they still say what the message says; an edited message is tokenized afresh. */
function contentTokens(message: PromptMessage, vocabulary: Vocabulary): TokenId[] {
  const { tokens = [], content } = message;
  const last = tokens.at(-1);
  // The template writes the end of a turn itself.
  const body = last !== undefined && vocabulary.endsGeneration(last) ? tokens.slice(0, -1) : tokens;
  const known = body.length > 0 && body.every((token) => token < vocabulary.size);
  return known && textOfTokens(vocabulary, body) === content ? body : vocabulary.tokenize(content, false);
}
