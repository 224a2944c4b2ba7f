import type { Prompt, PromptMessage } from "../../contract/decoding.ts";
import type { TokenId, Vocabulary } from "../runtime/runtime.ts";
import { type OpenedThinking, tokenizePrompt } from "./tokenize-prompt.ts";

/** What a reply answers. Its oldest turns can leave where the context is too small for all of it. */
export interface ReplyPrompt {
  readonly tokens: readonly TokenId[];
  /** The template has begun the reply with a tag of thinking. */
  readonly opened: OpenedThinking | null;
  /** Messages that are left out by now, the oldest first; the system prompt is not one of them and never leaves. */
  readonly left: number;
  /**
   * The same prompt without its oldest turns, a user's message and what followed it each: as few of them as bring it
   * down to `most` tokens, or all but the last where that is not enough. Null where no turn can leave.
   */
  shrink(most: number): ReplyPrompt | null;
}

/** A prompt that is only these tokens: nothing can leave. */
export function fixedPrompt(tokens: readonly TokenId[]): ReplyPrompt {
  return { tokens, opened: null, left: 0, shrink: () => null };
}

/**
 * @param template the model's chat template; null: a base model
 * @param contextSize of the target, in tokens
 * @throws OutriderError as {@link tokenizePrompt} does
 */
export function createReplyPrompt(
  prompt: Prompt,
  vocabulary: Vocabulary,
  template: string | null,
  contextSize: number,
): ReplyPrompt {
  if (prompt.kind === "raw") return fixedPrompt(tokenizePrompt(prompt, vocabulary, template).tokens);
  const firstTurn = prompt.messages.findIndex(({ role }) => role !== "system");
  const system = prompt.messages.slice(0, Math.max(0, firstTurn));
  const rest = prompt.messages.slice(system.length);
  const cuts = [0, ...turnStarts(rest)];
  const at = (cut: number): ReplyPrompt => {
    const left = cuts[cut] ?? 0;
    const messages = [...system, ...rest.slice(left)];
    return {
      ...tokenizePrompt({ kind: "messages", messages }, vocabulary, template),
      left,
      shrink(most) {
        let low = cut + 1;
        let high = cuts.length - 1;
        if (low > high) return null;
        // Without one turn more a prompt is shorter: halve.
        while (low < high) {
          const middle = Math.floor((low + high) / 2);
          if (at(middle).tokens.length <= most) high = middle;
          else low = middle + 1;
        }
        return at(low);
      },
    };
  };
  const left = prompt.left?.contextSize === contextSize ? prompt.left.messages : 0;
  return at(cuts.findLastIndex((cut) => cut <= left));
}

/** Where turns after the first begin: at the user's messages. */
function turnStarts(messages: readonly PromptMessage[]): number[] {
  return messages.flatMap(({ role }, index) => (role === "user" && index > 0 ? [index] : []));
}
