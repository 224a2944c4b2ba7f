import { z } from "zod";
import { type PromptMessage, roleSchema } from "../../contract/decoding.ts";
import { messageOf, OutriderError } from "../../contract/outrider-error.ts";

/** What is said before the next reply is asked for; the last of these messages is the user's. */
export type Turn = readonly PromptMessage[];

const messagesSchema = z.array(z.object({ role: roleSchema, content: z.string() }));

/**
 * Cuts a written chat into turns: a reply is asked for after every user message that is not already answered, that is,
 * followed by an assistant message.
 *
 * @param text the content of the file behind --messages
 * @throws OutriderError `invalid-input`
 */
export function readTurns(text: string, file: string): Turn[] {
  const turns: PromptMessage[][] = [];
  let turn: PromptMessage[] = [];
  const messages = readMessages(text, file);
  for (const [index, message] of messages.entries()) {
    turn.push(message);
    const next = messages[index + 1]?.role;
    if (message.role !== "user" || next === "assistant") continue;
    requirePrompt(message.content, `message ${index + 1} of ${file}`);
    turns.push(turn);
    turn = [];
  }
  if (turns.length === 0 || turn.length > 0) {
    throw new OutriderError("invalid-input", `${file} must end with a user message, the one to answer.`);
  }
  return turns;
}

function readMessages(text: string, file: string): PromptMessage[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // V8 quotes the file, line breaks and all.
    const reason = messageOf(error).replaceAll(/\s+/g, " ");
    throw new OutriderError(
      "invalid-input",
      `${file} is not JSON (${reason}). Write it as [{"role": "user", "content": "..."}].`,
    );
  }
  const result = messagesSchema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place =
    typeof issue?.path[0] === "number" ? `message ${issue.path[0] + 1} is different` : "it is something else";
  throw new OutriderError(
    "invalid-input",
    `${file} must be a JSON array of {"role": "system", "user" or "assistant", "content": text}; ${place}.`,
  );
}

/** @throws OutriderError `invalid-input` where there is nothing but blanks */
export function requirePrompt(text: string, where: string): void {
  if (text.trim() === "") {
    throw new OutriderError("invalid-input", `The prompt (${where}) is empty; write what the model should answer.`);
  }
}
