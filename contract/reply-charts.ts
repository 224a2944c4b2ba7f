/** What the charts of a reply draw, worked out from its rounds. */
import type { Round } from "./trace.ts";

export interface LengthCount {
  /** How many guesses of the round were kept. */
  readonly length: number;
  readonly rounds: number;
}

/** How many rounds kept no guess, one, two ...; rounds that drafted nothing are left out. */
export function acceptedLengths(rounds: readonly Round[]): readonly LengthCount[] {
  const counts: number[] = [];
  for (const { drafted } of rounds) {
    if (drafted.length === 0) continue;
    const kept = drafted.filter((token) => token.verdict === "accepted").length;
    counts[kept] = (counts[kept] ?? 0) + 1;
  }
  return Array.from(counts, (count, length) => ({ length, rounds: count ?? 0 }));
}

export interface SpeedPoint {
  /** Emitted tokens so far. */
  readonly tokens: number;
  readonly ms: number;
  /** Over the whole reply so far, never over one round: single rounds jump between extremes. */
  readonly perSecond: number;
}

/** The speed of a reply as it grew, at no more than so many evenly spread rounds; the last one is always among them. */
export function speedCurve(rounds: readonly Round[], most: number): readonly SpeedPoint[] {
  const points: SpeedPoint[] = [];
  const every = Math.max(1, rounds.length / most);
  let tokens = 0;
  let ms = 0;
  let next = every;
  rounds.forEach((round, index) => {
    const { draftMs, verifyMs, overheadMs } = round.timing;
    tokens += round.emitted.length;
    ms += draftMs + verifyMs + overheadMs;
    const due = index + 1 >= next - 1e-9 || index === rounds.length - 1;
    if (!due || ms <= 0) return;
    next += every;
    points.push({ tokens, ms, perSecond: (tokens * 1_000) / ms });
  });
  return points;
}
