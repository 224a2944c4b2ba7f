import type { Segment } from "../../contract/summary.ts";
import type { ReplyText } from "./reply-text.ts";
import type { Segmenter } from "./segmenter.ts";
import { thinkingTags } from "./thinking-tags.ts";

/** The parts of a finished reply; none where it did not think. */
export function segmentsOf(reply: ReplyText, { thinkingTokens }: Segmenter, ms: SegmentTimes): Segment[] {
  if (thinkingTokens === 0) return [];
  const { text, length } = reply;
  const boundary = reply.startOf(thinkingTokens);
  const thinking: Segment = {
    kind: "thinking",
    tokens: { start: 0, end: thinkingTokens },
    text: withoutTags(text.slice(0, boundary)),
    ms: ms.thinking,
  };
  if (thinkingTokens === length) return [thinking];
  const answer = { start: boundary, end: text.length };
  return [thinking, { kind: "answer", tokens: { start: thinkingTokens, end: length }, text: answer, ms: ms.answer }];
}

export interface SegmentTimes {
  readonly thinking: number;
  readonly answer: number;
}

/** Tags that are control tokens have no text; others are cut off, and so are the blanks around them. */
function withoutTags(text: string): Segment["text"] {
  let start = text.length - text.trimStart().length;
  let end = text.trimEnd().length;
  for (const { open, close } of thinkingTags) {
    if (text.startsWith(open, start)) start += open.length;
    if (text.slice(start, end).endsWith(close)) end -= close.length;
  }
  const inner = text.slice(start, end);
  const blanks = inner.length - inner.trimStart().length;
  return { start: start + blanks, end: start + blanks + inner.trim().length };
}
