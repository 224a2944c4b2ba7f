import type { Message } from "../../contract/chats.ts";
import type { Prompt, PromptMessage } from "../../contract/decoding.ts";
import type { Summary } from "../../contract/summary.ts";

/** The messages of a chat as the model is given them. */
export interface ChatPrompt {
  readonly messages: readonly PromptMessage[];
  /** Of those after the system prompt, how many the reply before was not given, and in which context. */
  readonly left: Extract<Prompt, { kind: "messages" }>["left"];
  /** For how many of the chat's messages the first ones after the system prompt stand. */
  storedCount(messages: number): number;
}

/**
 * What the model is given: the system prompt and the messages up to the one to be answered. Earlier replies of the same
 * target bring their token ids along, so that its cache of the last turn still fits. Replies without any content
 * (stopped or failed at once) are left out; user messages that stand next to each other then become one, because many
 * chat templates refuse two in a row.
 */
export function buildPrompt(systemPrompt: string, history: readonly Message[], targetPath: string): ChatPrompt {
  const system: PromptMessage[] = systemPrompt.trim() === "" ? [] : [{ role: "system", content: systemPrompt }];
  const rest: PromptMessage[] = [];
  /** By message of `rest`: how many of the history it and those before it stand for. */
  const stored: number[] = [];
  for (const [index, message] of history.entries()) {
    if (message.role === "assistant" && message.content === "") continue;
    const last = rest.at(-1);
    if (message.role === "user" && last?.role === "user") {
      rest[rest.length - 1] = { role: "user", content: `${last.content}\n\n${message.content}` };
      stored[rest.length - 1] = index + 1;
    } else {
      rest.push(promptMessage(message, targetPath));
      stored.push(index + 1);
    }
  }
  return {
    messages: [...system, ...rest],
    left: leftBefore(history, stored, targetPath),
    storedCount: (messages) => stored[messages - 1] ?? 0,
  };
}

function leftBefore(history: readonly Message[], stored: readonly number[], targetPath: string): ChatPrompt["left"] {
  const summary = history.findLast((message) => message.summary !== null)?.summary ?? null;
  if (summary === null || summary.left.messages === 0 || !isOf(summary, targetPath)) return undefined;
  return {
    messages: stored.findLastIndex((count) => count <= summary.left.messages) + 1,
    contextSize: summary.settings.pair.target.contextSize,
  };
}

function isOf(summary: Summary, targetPath: string): boolean {
  return summary.settings.pair.target.path === targetPath;
}

function promptMessage({ role, content, summary }: Message, targetPath: string): PromptMessage {
  // Another model's ids would be other words.
  const tokens = summary !== null && isOf(summary, targetPath) ? { tokens: summary.tokens } : {};
  return { role, content, ...tokens };
}
