/** What a family of reasoning models writes around its thinking. */
export interface ThinkingTags {
  readonly open: string;
  readonly close: string;
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
];

/** The tags that a text leaves open at its end; a prompt that ends so has the reply begin in the middle of thinking. */
export function tagsLeftOpen(text: string): ThinkingTags | null {
  const end = text.trimEnd();
  return thinkingTags.find(({ open }) => end.endsWith(open)) ?? null;
}
