import type { HostEvent } from "../../contract/events.ts";
import type { Round } from "../../contract/trace.ts";
import type { Schedule } from "./frame-scheduler.ts";

export type RoundsEvent = Extract<HostEvent, { type: "reply.rounds" }>;

/** What arrived for one reply since the last frame. */
export interface ReplyBatch {
  readonly rounds: readonly Round[];
  /** The highest sequence among the events, to acknowledge once the rounds are in the store. */
  readonly sequence: number;
}

/**
 * Keeps incoming rounds outside React's state and hands them on once per frame, all replies in one go, so that the
 * store changes at most once per frame whatever the speed of the engine. What has piled up behind a long frame is spread
 * over the next ones, half of it in each, or it would make the next one just as long.
 */
export interface ReplyBuffer {
  push(event: RoundsEvent): void;
  /** Hands on at once what is there, before something that must come after it. */
  flush(): void;
  dispose(): void;
}

/** So many rounds are no pile yet: a frame takes them all. */
const FEW_ROUNDS = 8;

export function createReplyBuffer(
  schedule: Schedule,
  consume: (batches: ReadonlyMap<string, ReplyBatch>) => void,
): ReplyBuffer {
  let waiting: RoundsEvent[] = [];
  let cancel: (() => void) | null = null;

  const handOn = (count: number): void => {
    const taken = waiting.slice(0, count);
    waiting = waiting.slice(count);
    if (taken.length > 0) consume(byMessage(taken));
  };
  const frame = (): void => {
    cancel = null;
    handOn(shareOf(waiting));
    if (waiting.length > 0) cancel = schedule(frame);
  };

  return {
    push(event) {
      waiting.push(event);
      cancel ??= schedule(frame);
    },
    flush() {
      cancel?.();
      cancel = null;
      handOn(waiting.length);
    },
    dispose() {
      cancel?.();
      cancel = null;
      waiting = [];
    },
  };
}

/** How many of the events, which are handed on whole, a frame takes. */
function shareOf(waiting: readonly RoundsEvent[]): number {
  const all = waiting.reduce((sum, { rounds }) => sum + rounds.length, 0);
  const share = Math.max(FEW_ROUNDS, all / 2);
  let taken = 0;
  const last = waiting.findIndex(({ rounds }) => {
    taken += rounds.length;
    return taken >= share;
  });
  return last === -1 ? waiting.length : last + 1;
}

function byMessage(events: readonly RoundsEvent[]): ReadonlyMap<string, ReplyBatch> {
  const batches = new Map<string, { rounds: Round[]; sequence: number }>();
  for (const { messageId, sequence, rounds } of events) {
    const batch = batches.get(messageId) ?? { rounds: [], sequence: 0 };
    batch.rounds.push(...rounds);
    batch.sequence = Math.max(batch.sequence, sequence);
    batches.set(messageId, batch);
  }
  return batches;
}
