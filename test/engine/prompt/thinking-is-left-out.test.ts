import { Template } from "@huggingface/jinja";
import { describe, expect, it } from "vitest";
import type { PromptMessage } from "../../../contract/decoding.ts";
import { tokenizePrompt } from "../../../engine/prompt/tokenize-prompt.ts";
import type { TokenId } from "../../../engine/runtime/runtime.ts";
import { createScriptedVocabulary } from "../fixtures/scripted-model.ts";
import { deepSeekTemplate, harmonyTemplate, qwen3Template } from "./templates.ts";

const encoder = new TextEncoder();
/** Tokens are code points. */
const vocabulary = {
  ...createScriptedVocabulary(0x110000),
  tokenize: (text: string) => [...text].map((character) => character.codePointAt(0) ?? 0),
  bytes: (token: TokenId) => encoder.encode(String.fromCodePoint(token)),
  controlName: () => null,
  endsGeneration: () => false,
};
const tokensOf = (text: string) => vocabulary.tokenize(text);
const say = (tokens: readonly TokenId[]) => tokens.map((token) => String.fromCodePoint(token)).join("");

const thought = "<think>\nTwo and two are four.\n</think>\n\n";
const chat = (reply: string, tokens?: readonly TokenId[]): PromptMessage[] => [
  { role: "system", content: "Be brief." },
  { role: "user", content: "Two and two?" },
  { role: "assistant", content: reply, ...(tokens === undefined ? {} : { tokens: [...tokens] }) },
  { role: "user", content: "And three?" },
];
const prompt = (template: string, messages: PromptMessage[]) =>
  say(tokenizePrompt({ kind: "messages", messages }, vocabulary, template).tokens);

describe.each([
  { name: "Qwen3", template: qwen3Template },
  { name: "DeepSeek R1", template: deepSeekTemplate },
])("the template of $name", ({ template }) => {
  it("gives what it would make of the same conversation by itself", () => {
    const reply = `${thought}Four.`;
    const messages = chat(reply);
    const own = new Template(template).render({
      messages: messages.map(({ role, content }) => ({ role, content })),
      add_generation_prompt: true,
      bos_token: vocabulary.beginningText,
      eos_token: vocabulary.endText,
    });
    // DeepSeek's keeps the blank line behind the tag; the model never wrote its answer so.
    const expected = own.replace("\n\nFour.", "Four.");
    expect(prompt(template, messages)).toBe(expected);
    expect(prompt(template, chat(reply, tokensOf(reply)))).toBe(expected);
    expect(expected).not.toContain("are four");
  });

  it("gives replies without thinking as they are", () => {
    expect(prompt(template, chat("Four."))).toContain("Four.");
    expect(prompt(template, chat("Write <think> first."))).toContain("Write <think> first.");
  });

  it("gives nothing of a reply that never came to its answer", () => {
    expect(prompt(template, chat("<think>\nTwo plus"))).not.toContain("Two plus");
  });
});

it("leaves a reply out from its beginning where the template had begun its thinking", () => {
  const reply = "Two and two are four.\n</think>\n\nFour.";
  expect(prompt(deepSeekTemplate, chat(reply))).not.toContain("are four");
  expect(prompt(deepSeekTemplate, chat(reply, tokensOf(reply)))).not.toContain("are four");
  const { opened, tokens } = tokenizePrompt({ kind: "messages", messages: chat(reply) }, vocabulary, deepSeekTemplate);
  expect(say(tokens.slice(-(opened?.tokens ?? 0)))).toBe("<think>\n");
});

it("keeps what a user says", () => {
  const messages: PromptMessage[] = [{ role: "user", content: "<think>a</think>b" }];
  expect(prompt(qwen3Template, messages)).toContain("<think>a</think>b");
});

it.each([
  ["<|channel|>analysis<|message|>Two and two are four.<|end|><|start|>assistant<|channel|>final<|message|>Four."],
  ["<|channel|>final<|message|>Four."],
])("leaves the answer alone of what gpt-oss wrote: %s", (reply) => {
  const said = "<|start|>user<|message|>Two and two?<|end|><|start|>assistant<|channel|>final<|message|>Four.<|end|>";
  expect(prompt(harmonyTemplate, chat(reply))).toContain(said);
  expect(prompt(harmonyTemplate, chat(reply, tokensOf(reply)))).toContain(said);
});
