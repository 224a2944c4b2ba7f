import type { Message } from "../../contract/chats.ts";
import type { PromptMessage } from "../../contract/decoding.ts";

/**
 * What the model is given: the system prompt and the messages up to the one to be answered. Earlier replies of the same
 * target bring their token ids along, so that its cache of the last turn still fits. Replies without any content
 * (stopped or failed at once) are left out; user messages that stand next to each other then become one, because many
 * chat templates refuse two in a row.
 */
export function buildPrompt(systemPrompt: string, history: readonly Message[], targetPath: string): PromptMessage[] {
  const prompt: PromptMessage[] = systemPrompt.trim() === "" ? [] : [{ role: "system", content: systemPrompt }];
  for (const message of history) {
    if (message.role === "assistant" && message.content === "") continue;
    const last = prompt.at(-1);
    if (message.role === "user" && last?.role === "user") {
      prompt[prompt.length - 1] = { role: "user", content: `${last.content}\n\n${message.content}` };
    } else {
      prompt.push(promptMessage(message, targetPath));
    }
  }
  return prompt;
}

function promptMessage({ role, content, summary }: Message, targetPath: string): PromptMessage {
  // Another model's ids would be other words.
  const sameTarget = summary !== null && summary.settings.pair.target.path === targetPath;
  return { role, content, ...(sameTarget ? { tokens: summary.tokens } : {}) };
}
