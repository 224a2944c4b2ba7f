import type { PaceReason } from "../../contract/trace.ts";

export interface PaceInput {
  /** The user's k at this moment. */
  readonly k: number;
  readonly maxDraftTokens: number;
  /** Tokens the reply may still have. */
  readonly remaining: number;
  /** Tokens one more target pass can take. */
  readonly targetRoom: number;
  /** Guesses the draft's cache has room for. */
  readonly draftRoom: number;
  readonly draft: "ready" | "none" | "failed";
}

export interface Pace {
  readonly k: number;
  readonly reason: PaceReason;
}

/**
 * How many tokens the next round may draft, and what decided it. A round emits up to k + 1 tokens and its verify pass
 * takes k + 1 cells, so k stays below what is left of both; a pass never shifts the context (llama.cpp's rule).
 */
export function decideDraftLength(input: PaceInput): Pace {
  if (input.draft === "failed") return { k: 0, reason: "draft-failed" };
  if (input.draft === "none" || input.k === 0) return { k: 0, reason: "off" };
  if (input.draftRoom <= 0) return { k: 0, reason: "draft-context-full" };
  const limits: readonly Pace[] = [
    { k: input.k, reason: "fixed" },
    { k: input.maxDraftTokens, reason: "draft-cap" },
    { k: input.draftRoom, reason: "draft-context-full" },
    { k: input.remaining - 1, reason: "max-tokens" },
    { k: input.targetRoom - 1, reason: "context-end" },
  ];
  return limits.reduce((tightest, limit) => (limit.k < tightest.k ? limit : tightest));
}
