import type { TokenId } from "../runtime/runtime.ts";

/** A stretch of a history, by index; `end` is not part of it. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** How the caches of one history become those of another without evaluating what both have. */
export interface Alignment {
  /** Leave the old history, in order; what follows them moves up. */
  readonly cuts: readonly Stretch[];
  /** Tokens the new history begins with that are then cached. */
  readonly kept: number;
}

/**
 * The most of `cached` that the beginning of `wanted` can keep, where each of the `gaps` (in order, apart from each
 * other) may be cut out or stay. Nothing else is ever cut out: text that merely reads the same was said elsewhere. Of
 * equals the one with fewer cuts, because a cache with a cut is not that of a fresh start.
 */
export function align(cached: readonly TokenId[], wanted: readonly TokenId[], gaps: readonly Stretch[]): Alignment {
  const [gap, ...rest] = gaps;
  if (gap === undefined) return { cuts: [], kept: commonPrefix(cached, wanted) };
  const whole = align(cached, wanted, rest);
  if (!samePrefix(cached, wanted, gap.start)) return whole;
  const size = gap.end - gap.start;
  const shortened = [...cached.slice(0, gap.start), ...cached.slice(gap.end)];
  const moved = rest.map(({ start, end }) => ({ start: start - size, end: end - size }));
  const cut = align(shortened, wanted, moved);
  // Where nothing behind the gap is kept, cutting the end off does the same.
  if (cut.kept <= Math.max(whole.kept, gap.start)) return whole;
  const back = cut.cuts.map(({ start, end }) => ({ start: start + size, end: end + size }));
  return { cuts: [gap, ...back], kept: cut.kept };
}

/**
 * What `shorter` lacks of `longer`, where that is one stretch; null where they differ in other ways. The stretch begins
 * as late as possible: the first tokens stay in their cells, which other tokens lean on (attention sinks; Xiao et al.,
 * 2309.17453).
 */
export function gapBetween(longer: readonly TokenId[], shorter: readonly TokenId[]): Stretch | null {
  const size = longer.length - shorter.length;
  if (size <= 0) return null;
  const start = commonPrefix(longer, shorter);
  for (let index = start; index < shorter.length; index++) {
    if (shorter[index] !== longer[index + size]) return null;
  }
  return { start, end: start + size };
}

/** Whether both have the same first `length` tokens. */
export function samePrefix(left: readonly TokenId[], right: readonly TokenId[], length: number): boolean {
  return commonPrefix(left, right) >= length;
}

/** How many tokens both begin with. */
export function commonPrefix(left: readonly TokenId[], right: readonly TokenId[]): number {
  const end = Math.min(left.length, right.length);
  for (let index = 0; index < end; index++) {
    if (left[index] !== right[index]) return index;
  }
  return end;
}
