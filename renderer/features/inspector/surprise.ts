/** How unexpected a token was to the target: -log p of its own probability, the second layer of the token view. */

/** In nats; null where p is 0, which a token gets that was too unlikely for the engine to read. */
export function surprise(p: number): number | null {
  return p > 0 ? Math.max(0, -Math.log(p)) : null;
}

/** 0: the target was sure, and the layer stays quiet. */
export type SurpriseLevel = 0 | 1 | 2 | 3 | 4;

/** For the legend too: each level that is drawn, and the probability its tokens are below. */
export const surpriseScale = [
  { level: 1, below: 0.8 },
  { level: 2, below: 0.5 },
  { level: 3, below: 0.2 },
  { level: 4, below: 0.05 },
] as const;

export function surpriseLevel(p: number): SurpriseLevel {
  return surpriseScale.findLast(({ below }) => p < below)?.level ?? 0;
}
