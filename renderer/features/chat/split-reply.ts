import type { Message } from "../../../contract/chats.ts";
import { thoughtsIn } from "../../../contract/thinking-tags.ts";
import { isActive } from "../../store/message-list.ts";
import type { Reply } from "../../store/replies.ts";

export interface SplitReply {
  /** Null: there is none. */
  readonly thinking: Thought | null;
  readonly answer: string;
}

export interface Thought {
  readonly text: string;
  readonly tokens: number;
  /** Null while it is being written. */
  readonly ms: number | null;
}

/** The text of a reply: while it runs by its rounds, which come before it is stored. */
export function textOf(message: Message, reply: Reply): string {
  return !isActive(message) || reply.text === "" ? message.content || reply.text : reply.text;
}

/** A reply by what the model thought and what it answered: by its summary, or while it runs by its tokens. */
export function splitReply({ summary }: Message, { thinking }: Reply, text: string): SplitReply {
  const [thought, answer] = summary?.segments ?? [];
  if (summary !== null && thought?.kind === "thinking" && summary.text === text) {
    const { tokens, ms } = thought;
    const words = text.slice(thought.text.start, thought.text.end);
    return {
      thinking: words === "" ? null : { text: words, tokens: tokens.end - tokens.start, ms },
      answer: answer === undefined ? "" : text.slice(answer.text.start, answer.text.end),
    };
  }
  if (thinking.tokens === 0) return { thinking: null, answer: text };
  const { start, end } = thoughtsIn(text.slice(0, thinking.characters));
  const words = text.slice(start, end);
  return {
    thinking: words === "" ? null : { text: words, tokens: thinking.tokens, ms: null },
    answer: text.slice(thinking.characters),
  };
}
