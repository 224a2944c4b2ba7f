import type { Message } from "../../contract/chats.ts";
import type { HostEvent } from "../../contract/events.ts";
import type { Round } from "../../contract/trace.ts";

/** At most so many batches of a reply are on their way to a window without its acknowledgement. */
export const UNACKNOWLEDGED_LIMIT = 32;
/** At most so many rounds in one batch when a window catches up. */
const CATCH_UP_ROUNDS = 128;

export interface RoundFlowOptions {
  readonly send: (event: HostEvent) => void;
  /** Whether the way to the window takes more for now. */
  readonly hasRoom: () => boolean;
  /** Stored rounds of a reply, from an index on. */
  readonly read: (messageId: string, from: number, limit: number) => readonly Round[];
}

/**
 * Sends one window the rounds of running replies at the pace at which it draws them. A window that falls behind costs
 * a cursor, not memory: what it has not been sent is read from the store once it is ready for more.
 */
export interface RoundFlow {
  /** These rounds have been stored. */
  rounds(messageId: string, firstRound: number, rounds: readonly Round[]): void;
  /** A message changed; the end of a reply is held back until the window has been sent its rounds. */
  message(message: Message): void;
  /** The message is removed: nothing is said of it any more. */
  forget(messageId: string): void;
  /** The window has drawn everything up to this batch. Late, repeated and invented acknowledgements do no harm. */
  acknowledge(messageId: string, sequence: number): void;
  /** There is room again. */
  resume(): void;
}

interface Course {
  /** Index of the first round not sent yet. */
  cursor: number;
  /** How many rounds there are. */
  total: number;
  /** Of the next batch. */
  sequence: number;
  acknowledged: number;
  end: Message | null;
}

export function createRoundFlow({ send, hasRoom, read }: RoundFlowOptions): RoundFlow {
  const courses = new Map<string, Course>();

  function mayBeSent(course: Course): boolean {
    return course.sequence - 1 - course.acknowledged < UNACKNOWLEDGED_LIMIT && hasRoom();
  }

  function sendBatch(messageId: string, course: Course, rounds: readonly Round[]): void {
    const { sequence, cursor: firstRound } = course;
    course.sequence += 1;
    course.cursor += rounds.length;
    send({ type: "reply.rounds", messageId, sequence, firstRound, rounds: [...rounds] });
  }

  function catchUp(messageId: string, course: Course): void {
    while (course.cursor < course.total && mayBeSent(course)) {
      const rounds = read(messageId, course.cursor, Math.min(CATCH_UP_ROUNDS, course.total - course.cursor));
      // The chat was removed meanwhile.
      if (rounds.length === 0) {
        courses.delete(messageId);
        return;
      }
      sendBatch(messageId, course, rounds);
    }
    if (course.cursor < course.total || course.end === null) return;
    courses.delete(messageId);
    send({ type: "message.changed", message: course.end });
  }

  return {
    rounds(messageId, firstRound, rounds) {
      const course = courses.get(messageId) ?? {
        cursor: firstRound,
        total: firstRound,
        sequence: 0,
        acknowledged: -1,
        end: null,
      };
      courses.set(messageId, course);
      course.total = firstRound + rounds.length;
      if (course.cursor === firstRound && mayBeSent(course)) sendBatch(messageId, course, rounds);
      else catchUp(messageId, course);
    },
    message(message) {
      const course = courses.get(message.id);
      const { status } = message.state;
      if (course === undefined || status === "waiting" || status === "streaming") {
        send({ type: "message.changed", message });
        return;
      }
      course.end = message;
      catchUp(message.id, course);
    },
    forget(messageId) {
      courses.delete(messageId);
    },
    acknowledge(messageId, sequence) {
      const course = courses.get(messageId);
      if (course === undefined) return;
      course.acknowledged = Math.max(course.acknowledged, Math.min(sequence, course.sequence - 1));
      catchUp(messageId, course);
    },
    resume() {
      for (const [messageId, course] of [...courses]) catchUp(messageId, course);
    },
  };
}
