/** What a family of reasoning models writes around its thinking. */
export interface ThinkingTags {
  readonly open: string;
  readonly close: string;
  /** What it writes in place of both where it answers without thinking. */
  readonly skip?: string;
}

/** As the models' chat templates write them. */
export const thinkingTags: readonly ThinkingTags[] = [
  // DeepSeek R1, Qwen3, QwQ, GLM 4.5, SmolLM3, MiniMax M1 and many more.
  { open: "<think>", close: "</think>" },
  // Magistral.
  { open: "[THINK]", close: "[/THINK]" },
  // Seed-OSS.
  { open: "<seed:think>", close: "</seed:think>" },
  // Command A Reasoning.
  { open: "<|START_THINKING|>", close: "<|END_THINKING|>" },
  // gpt-oss (Harmony). llama.cpp gives these control tokens a text (llama-vocab.cpp).
  {
    open: "<|channel|>analysis<|message|>",
    close: "<|end|><|start|>assistant<|channel|>final<|message|>",
    skip: "<|channel|>final<|message|>",
  },
];

/** The tags that a text leaves open at its end; a prompt that ends so has the reply begin in the middle of thinking. */
export function tagsLeftOpen(text: string): ThinkingTags | null {
  const end = text.trimEnd();
  return thinkingTags.find(({ open }) => end.endsWith(open)) ?? null;
}

/**
 * Where, in the text of a thinking part, the thoughts stand: without the tags, which have a text unless they are control
 * tokens, and without the blanks around them.
 */
export function thoughtsIn(text: string): { readonly start: number; readonly end: number } {
  let start = text.length - text.trimStart().length;
  let end = text.trimEnd().length;
  for (const { open, close, skip } of thinkingTags) {
    if (text.slice(start, end) === skip) start = end;
    if (text.startsWith(open, start)) start += open.length;
    if (text.slice(start, end).endsWith(close)) end -= close.length;
  }
  const inner = text.slice(start, end);
  const blanks = inner.length - inner.trimStart().length;
  return { start: start + blanks, end: start + blanks + inner.trim().length };
}
