import { Template } from "@huggingface/jinja";
import type { PromptMessage } from "../../contract/decoding.ts";
import { messageOf, OutriderError } from "../../contract/outrider-error.ts";

/** A stretch of a rendered prompt. */
export type PromptPart =
  /** Text of the template: may name control tokens. */
  | { readonly kind: "template"; readonly text: string }
  /** What message `index` says: never control tokens. */
  | { readonly kind: "content"; readonly index: number };

export interface TemplateTexts {
  readonly beginningText: string;
  readonly endText: string;
}

/** Private-use characters around an index stand for a content while the template runs, so that it can be found again. */
const open = "\u{F0000}";
const close = "\u{F0001}";
const placeholder = new RegExp(`${open}(\\d+)${close}`, "u");

/**
 * Renders the model's own chat template (Jinja) up to the start of the reply. The template sees placeholders instead of
 * the contents, so what a user writes is told apart from the template's own text however the template is made.
 *
 * @throws OutriderError engine-failed where the template refuses the conversation
 */
export function renderChatTemplate(
  source: string,
  messages: readonly PromptMessage[],
  texts: TemplateTexts,
): PromptPart[] {
  const template = parse(source);
  const marked = messages.map((message, index) => ({ role: message.role, content: `${open}${index}${close}` }));
  const render = (list: readonly { readonly role: string; readonly content: string }[]): string =>
    template.render({
      messages: list,
      add_generation_prompt: true,
      bos_token: texts.beginningText,
      eos_token: texts.endText,
    });
  try {
    return split(render(marked));
  } catch (error) {
    const withoutSystem = mergeSystemIntoUser(marked);
    if (withoutSystem === null) throw refusal(error);
    try {
      return split(render(withoutSystem));
    } catch (second) {
      throw refusal(second);
    }
  }
}

function parse(source: string): Template {
  try {
    return new Template(source);
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(error: unknown): OutriderError {
  const cause = messageOf(error);
  return new OutriderError(
    "engine-failed",
    `The model's chat template refused this conversation (${cause}). Use raw mode, or another model.`,
    { cause: error },
  );
}

/** Some templates (Gemma's) know no system role: its text then opens the first user message. */
function mergeSystemIntoUser<Message extends { readonly role: string; readonly content: string }>(
  messages: readonly Message[],
): Message[] | null {
  const [first, second, ...rest] = messages;
  if (first?.role !== "system" || second?.role !== "user") return null;
  return [{ ...second, content: `${first.content}\n\n${second.content}` }, ...rest];
}

function split(rendered: string): PromptPart[] {
  const pieces = rendered.split(placeholder);
  // With one group in the pattern, every second piece is what the group caught.
  return pieces
    .map(
      (piece, index): PromptPart =>
        index % 2 === 0 ? { kind: "template", text: piece } : { kind: "content", index: Number(piece) },
    )
    .filter((part) => part.kind === "content" || part.text !== "");
}
