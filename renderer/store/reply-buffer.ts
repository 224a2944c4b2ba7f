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
 * store changes at most once per frame whatever the speed of the engine.
 */
export interface ReplyBuffer {
  push(event: RoundsEvent): void;
  /** Hands on at once what is there, before something that must come after it. */
  flush(): void;
  dispose(): void;
}

export function createReplyBuffer(
  schedule: Schedule,
  consume: (batches: ReadonlyMap<string, ReplyBatch>) => void,
): ReplyBuffer {
  let waiting = new Map<string, { rounds: Round[]; sequence: number }>();
  let cancel: (() => void) | null = null;

  const flush = (): void => {
    cancel?.();
    cancel = null;
    if (waiting.size === 0) return;
    const batches = waiting;
    waiting = new Map();
    consume(batches);
  };

  return {
    push(event) {
      const batch = waiting.get(event.messageId) ?? { rounds: [], sequence: 0 };
      for (const round of event.rounds) batch.rounds.push(round);
      batch.sequence = Math.max(batch.sequence, event.sequence);
      waiting.set(event.messageId, batch);
      cancel ??= schedule(flush);
    },
    flush,
    dispose() {
      cancel?.();
      cancel = null;
      waiting = new Map();
    },
  };
}
