import type { TokenLogit } from "./logits.ts";

/** How far back the penalty looks: llama.cpp's `penalty_last_n`. */
export const PENALTY_WINDOW = 64;

/**
 * llama.cpp's repeat penalty: the logits of tokens among the last 64 are divided by it where positive and multiplied
 * where not, so that they always become less likely (llama_sampler_penalties_apply).
 */
export function penalizeRepeats(
  logits: readonly TokenLogit[],
  repeatPenalty: number,
  recentTokens: readonly number[],
): readonly TokenLogit[] {
  if (repeatPenalty === 1 || recentTokens.length === 0) {
    return logits;
  }
  const recent = new Set(recentTokens.slice(-PENALTY_WINDOW));
  return logits.map((token) =>
    recent.has(token.id)
      ? { id: token.id, logit: token.logit > 0 ? token.logit / repeatPenalty : token.logit * repeatPenalty }
      : token,
  );
}
