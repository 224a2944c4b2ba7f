import type { ReplyPrompt } from "./reply-prompt.ts";

/** A reply begins with room for all of it, or for this share of the context where it may be longer. */
const SHARE_OF_REPLY = 1 / 8;
/** What is free after turns have left, so that the next ones need not leave at once. */
const SHARE_AFTER_LEAVING = 1 / 4;

/** Tokens a prompt and its reply may have when turns have just left. */
export function tokensAfterLeaving(capacity: number): number {
  return Math.floor(capacity * (1 - SHARE_AFTER_LEAVING));
}

/** The prompt as it is, or without as many of its oldest turns as make room for a reply. */
export function fitPrompt(prompt: ReplyPrompt, capacity: number, maxTokens: number): ReplyPrompt {
  const room = Math.min(maxTokens, Math.floor(capacity * SHARE_OF_REPLY));
  if (prompt.tokens.length + room <= capacity) return prompt;
  return prompt.shrink(tokensAfterLeaving(capacity)) ?? prompt;
}
