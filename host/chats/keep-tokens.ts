import type { Round } from "../../contract/trace.ts";

/**
 * The rounds of a reply's first tokens, as many as are kept: whole ones, and the round in which the kept part ends
 * without what came after it. Its timing stays: that work was done.
 *
 * @returns null where the reply has no token after the kept ones
 */
export function keepTokens(rounds: readonly Round[], keep: number): readonly Round[] | null {
  const kept: Round[] = [];
  let left = keep;
  for (const round of rounds) {
    if (left === 0) return kept;
    if (round.emitted.length > left) return [...kept, cutRound(round, left)];
    kept.push(round);
    left -= round.emitted.length;
  }
  return null;
}

/** Fewer tokens than were emitted are left, so all of them were accepted guesses. */
function cutRound(round: Round, left: number): Round {
  const { candidates, draftEnd: _goneWithTheTail, ...rest } = round;
  return {
    ...rest,
    drafted: round.drafted.slice(0, left),
    emitted: round.emitted.slice(0, left),
    end: "chosen",
    ...(candidates === undefined ? {} : { candidates: candidates.slice(0, left) }),
  };
}
