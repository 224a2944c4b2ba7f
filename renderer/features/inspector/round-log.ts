/** The rounds of one reply in order, whatever order and however often they arrive. */
import type { Round } from "../../../contract/trace.ts";

export interface RoundLog {
  /** Rounds 0, 1, 2 ... without a gap. */
  readonly rounds: readonly Round[];
  /** Rounds that came before the ones in front of them, by index; not empty means the stored trace is needed. */
  readonly early: readonly Round[];
}

export const emptyRoundLog: RoundLog = { rounds: [], early: [] };

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
  return { rounds: joined.length === 0 ? log.rounds : [...log.rounds, ...joined], early };
}
