/** The rounds of one reply in order, whatever order and however often they arrive. */
import type { PaceReason, Round } from "../../../contract/trace.ts";

export interface RoundLog {
  /** Rounds 0, 1, 2 ... without a gap. */
  readonly rounds: readonly Round[];
  /** The first round, and each whose k, or the reason for it, is another than the one before had. */
  readonly paces: readonly PaceChange[];
  /** Rounds that came before the ones in front of them, by index; not empty means the stored trace is needed. */
  readonly early: readonly Round[];
}

export interface PaceChange {
  /** The index of the first round with it. */
  readonly before: number;
  readonly k: number;
  readonly reason: PaceReason;
}

export const emptyRoundLog: RoundLog = { rounds: [], paces: [], early: [] };

/** Takes rounds in; ones that are already there are passed over. Answers the same log where nothing was new. */
export function addRounds(log: RoundLog, incoming: readonly Round[]): RoundLog {
  const next = log.rounds.length;
  const fresh = incoming.filter((round) => round.index >= next);
  if (fresh.length === 0) return log;
  const byIndex = new Map<number, Round>();
  for (const round of [...log.early, ...fresh]) if (!byIndex.has(round.index)) byIndex.set(round.index, round);
  const joined: Round[] = [];
  for (let index = next; ; index += 1) {
    const round = byIndex.get(index);
    if (round === undefined) break;
    joined.push(round);
    byIndex.delete(index);
  }
  const early = [...byIndex.values()].sort((left, right) => left.index - right.index);
  if (joined.length === 0) return { ...log, early };
  return { rounds: [...log.rounds, ...joined], paces: addPaces(log.paces, joined), early };
}

/** Only the new rounds are looked at: a running reply adds a few in each frame to the thousands it has. */
function addPaces(paces: readonly PaceChange[], joined: readonly Round[]): readonly PaceChange[] {
  const added: PaceChange[] = [];
  let last = paces.at(-1);
  for (const { index, k, reason } of joined) {
    if (last?.k === k && last.reason === reason) continue;
    last = { before: index, k, reason };
    added.push(last);
  }
  return added.length === 0 ? paces : [...paces, ...added];
}
