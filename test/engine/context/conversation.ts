import type { PromptMessage } from "../../../contract/decoding.ts";
import { createReplyPrompt, type ReplyPrompt } from "../../../engine/prompt/reply-prompt.ts";
import type { TokenId } from "../../../engine/runtime/runtime.ts";
import { createScriptedVocabulary, END_OF_GENERATION } from "../fixtures/scripted-model.ts";

export const vocabularySize = 24;
export const vocabulary = createScriptedVocabulary(vocabularySize);

/** Marks roles by letters, so that scripted models can read it: `s` system, `u` user, `v` the reply. */
export const template =
  "{% for message in messages %}{% if message.role == 'system' %}s{% elif message.role == 'user' %}u{% else %}v{% endif %}{{ message.content }}{% endfor %}{% if add_generation_prompt %}v{% endif %}";

export function conversation(messages: readonly PromptMessage[], left = 0): ReplyPrompt {
  const contextSize = 100;
  return createReplyPrompt(
    { kind: "messages", messages: [...messages], left: { messages: left, contextSize } },
    vocabulary,
    template,
    contextSize,
  );
}

export const text = (tokens: readonly TokenId[]): string =>
  tokens
    .filter((token) => token !== END_OF_GENERATION)
    .map((token) => String.fromCodePoint("a".charCodeAt(0) + token - 1))
    .join("");
