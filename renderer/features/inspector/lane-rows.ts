/**
 * The lines of the list of rounds and where they stand, worked out for the few in sight: nothing here goes through all
 * of them.
 */
import type { Round } from "../../../contract/trace.ts";
import type { PaceChange, RoundLog } from "./round-log.ts";

/** The rounds, with a remark in front of the first and wherever k or its reason changes. */
export type LaneRows = Pick<RoundLog, "rounds" | "paces">;

/** A line of the list: a round, or the remark that k changes from here on. */
export type LaneRow = { readonly kind: "round"; readonly round: Round } | ({ readonly kind: "pace" } & PaceChange);

/** In rem. */
export const LANE_HEIGHT = 1.75;
const PACE_HEIGHT = 1.625;

export function rowCount({ rounds, paces }: LaneRows): number {
  return rounds.length + paces.length;
}

export function rowAt({ rounds, paces }: LaneRows, index: number): LaneRow | undefined {
  const before = remarksBefore(paces, index);
  const pace = paces[before];
  if (pace !== undefined && pace.before + before === index) return { kind: "pace", ...pace };
  const round = rounds[index - before];
  return round === undefined ? undefined : { kind: "round", round };
}

/** Which line a round is. */
export function rowOfRound({ paces }: LaneRows, round: number): number {
  return round + firstIndex(paces.length, (pace) => (paces[pace]?.before ?? 0) > round);
}

/** Where a line begins, in rem; of the line after the last one: where the list ends. */
export function rowTop({ paces }: LaneRows, index: number): number {
  const before = remarksBefore(paces, index);
  return before * PACE_HEIGHT + (index - before) * LANE_HEIGHT;
}

/** The line at so many rem from the top; the first or the last one beyond the ends. */
export function rowAtTop(rows: LaneRows, top: number): number {
  const last = Math.max(0, rowCount(rows) - 1);
  return firstIndex(last, (index) => rowTop(rows, index + 1) > top);
}

/** How many of the lines before this one are remarks. */
function remarksBefore(paces: readonly PaceChange[], index: number): number {
  return firstIndex(paces.length, (pace) => (paces[pace]?.before ?? 0) + pace >= index);
}

/** The first of 0, 1 ... for which it is so, where it is so for all that follow; else `count`. */
function firstIndex(count: number, isSo: (index: number) => boolean): number {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isSo(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
