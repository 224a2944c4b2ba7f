import type { PaceReason, Round } from "../../../contract/trace.ts";

/** A line of the list of rounds: a round, or the remark that k changes from here on. */
export type LaneRow =
  | { readonly kind: "round"; readonly round: Round }
  | { readonly kind: "pace"; readonly before: number; readonly k: number; readonly reason: PaceReason };

/** The rounds with a remark in front of the first and wherever k or its reason changes. */
export function laneRows(rounds: readonly Round[]): readonly LaneRow[] {
  const rows: LaneRow[] = [];
  let last: Round | null = null;
  for (const round of rounds) {
    if (last === null || last.k !== round.k || last.reason !== round.reason) {
      rows.push({ kind: "pace", before: round.index, k: round.k, reason: round.reason });
    }
    rows.push({ kind: "round", round });
    last = round;
  }
  return rows;
}
