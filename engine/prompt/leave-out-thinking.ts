import type { PromptMessage } from "../../contract/decoding.ts";
import { type ThinkingTags, thinkingTags } from "../../contract/thinking-tags.ts";
import type { TokenId, Vocabulary } from "../runtime/runtime.ts";
import { Segmenter } from "../text/segmenter.ts";

/** How many of the first tokens of an earlier reply were its thinking part: all of them where it never got further. */
export function countThinking(tokens: readonly TokenId[], vocabulary: Vocabulary, opened: ThinkingTags | null): number {
  const segmenter = new Segmenter(vocabulary, opened);
  for (const token of tokens) segmenter.push(token);
  return segmenter.thinkingTokens;
}

/**
 * What a reply that is not known by its tokens says after its thinking part. The templates of reasoning models leave the
 * thinking of earlier turns out in the same way; they are not shown the contents, so it is done for them.
 */
export function answerIn({ role, content }: PromptMessage, opened: ThinkingTags | null): string {
  if (role !== "assistant") return content;
  const start = content.trimStart();
  const skip = thinkingTags.find(({ skip }) => skip !== undefined && start.startsWith(skip))?.skip;
  if (skip !== undefined) return start.slice(skip.length);
  const tags = thinkingTags.find(({ open }) => start.startsWith(open));
  if (tags !== undefined) return start.includes(tags.close) ? behind(start, tags) : "";
  return opened !== null && content.includes(opened.close) ? behind(content, opened) : content;
}

function behind(content: string, { close }: ThinkingTags): string {
  return content.slice(content.indexOf(close) + close.length).trimStart();
}
