import type { HostEvent } from "../../contract/events.ts";
import type { Round } from "../../contract/trace.ts";
import type { Schedule } from "./frame-scheduler.ts";

export type RoundsEvent = Extract<HostEvent, { type: "reply.rounds" }>;

/** What arrived for one reply since the last time. */
export interface ReplyBatch {
  readonly rounds: readonly Round[];
  /**
   * The highest sequence among the events that are complete with these rounds, to acknowledge once they are in the store;
   * null: none is.
   */
  readonly sequence: number | null;
}

/**
 * Keeps incoming rounds outside React's state and hands them on in every second frame, all replies in one go, so that
 * the store changes no more often whatever the speed of the engine. The frames between are for what is drawn later than
 * the text (a-frame-later.ts). No more than half of what waits is handed on: rounds come in bursts, and what has piled up
 * behind a long frame would make the next one just as long.
 */
export interface ReplyBuffer {
  push(event: RoundsEvent): void;
  /** Hands on at once what is there, before something that must come after it. */
  flush(): void;
  dispose(): void;
}

/** So many rounds are no pile yet: they are handed on together. */
const FEW_ROUNDS = 8;
const SHARE = 1 / 2;

export function createReplyBuffer(
  schedule: Schedule,
  consume: (batches: ReadonlyMap<string, ReplyBatch>) => void,
): ReplyBuffer {
  let waiting: RoundsEvent[] = [];
  let cancel: (() => void) | null = null;

  const handOn = (count: number): void => {
    const { taken, left } = takeRounds(waiting, count);
    waiting = left;
    if (taken.length > 0) consume(byMessage(taken));
  };
  const frame = (): void => {
    cancel = null;
    handOn(Math.max(FEW_ROUNDS, Math.ceil(roundsIn(waiting) * SHARE)));
    cancel = schedule(frameBetween);
  };
  const frameBetween = (): void => {
    cancel = waiting.length > 0 ? schedule(frame) : null;
  };

  return {
    push(event) {
      waiting.push(event);
      cancel ??= schedule(frame);
    },
    flush() {
      cancel?.();
      cancel = null;
      handOn(roundsIn(waiting));
    },
    dispose() {
      cancel?.();
      cancel = null;
      waiting = [];
    },
  };
}

interface Taken {
  readonly messageId: string;
  readonly rounds: readonly Round[];
  /** Null: there is more of the event to come. */
  readonly sequence: number | null;
}

function roundsIn(events: readonly RoundsEvent[]): number {
  return events.reduce((sum, { rounds }) => sum + rounds.length, 0);
}

/** So many rounds from the front, and what is left of the events; an event without rounds goes with those before it. */
function takeRounds(
  events: readonly RoundsEvent[],
  count: number,
): { readonly taken: readonly Taken[]; readonly left: RoundsEvent[] } {
  const taken: Taken[] = [];
  let room = count;
  for (const [index, event] of events.entries()) {
    const { messageId, rounds, sequence, firstRound } = event;
    if (rounds.length > room) {
      if (room > 0) taken.push({ messageId, rounds: rounds.slice(0, room), sequence: null });
      const rest = { ...event, firstRound: firstRound + room, rounds: rounds.slice(room) };
      return { taken, left: [rest, ...events.slice(index + 1)] };
    }
    taken.push({ messageId, rounds, sequence });
    room -= rounds.length;
  }
  return { taken, left: [] };
}

function byMessage(events: readonly Taken[]): ReadonlyMap<string, ReplyBatch> {
  const batches = new Map<string, { rounds: Round[]; sequence: number | null }>();
  for (const { messageId, sequence, rounds } of events) {
    const batch = batches.get(messageId) ?? { rounds: [], sequence: null };
    batch.rounds.push(...rounds);
    if (sequence !== null) batch.sequence = Math.max(batch.sequence ?? sequence, sequence);
    batches.set(messageId, batch);
  }
  return batches;
}
