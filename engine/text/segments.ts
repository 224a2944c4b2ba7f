import type { Segment } from "../../contract/summary.ts";
import { thoughtsIn } from "../../contract/thinking-tags.ts";
import type { ReplyText } from "./reply-text.ts";
import type { Segmenter } from "./segmenter.ts";

/** The parts of a finished reply; none where it did not think. */
export function segmentsOf(reply: ReplyText, { thinkingTokens }: Segmenter, ms: SegmentTimes): Segment[] {
  if (thinkingTokens === 0) return [];
  const { text, length } = reply;
  const boundary = reply.startOf(thinkingTokens);
  const thinking: Segment = {
    kind: "thinking",
    tokens: { start: 0, end: thinkingTokens },
    text: thoughtsIn(text.slice(0, boundary)),
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
