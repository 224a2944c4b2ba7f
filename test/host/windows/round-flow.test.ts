import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Message } from "../../../contract/chats.ts";
import type { HostEvent } from "../../../contract/events.ts";
import type { Round } from "../../../contract/trace.ts";
import { createRoundFlow, type RoundFlow, UNACKNOWLEDGED_LIMIT } from "../../../host/windows/round-flow.ts";
import { sampleMessage, sampleRound } from "../fixtures/sample-records.ts";

type Batch = Extract<HostEvent, { type: "reply.rounds" }>;

/** What the host and a window know of one reply. */
interface Model {
  /** Rounds stored so far. */
  stored: Round[];
  ended: boolean;
  acknowledged: number;
}

class Real {
  readonly message: Message = sampleMessage({ chatId: randomUUID(), role: "assistant" });
  readonly events: HostEvent[] = [];
  readonly stored: Round[] = [];
  hasRoom = true;
  readonly flow: RoundFlow = createRoundFlow({
    send: (event) => this.events.push(event),
    hasRoom: () => this.hasRoom,
    read: (_, from, limit) => this.stored.slice(from, from + limit),
  });

  batches(): Batch[] {
    return this.events.filter((event): event is Batch => event.type === "reply.rounds");
  }
}

/** What must hold after every step, whatever a window acknowledges and when. */
function check(model: Model, real: Real): void {
  const batches = real.batches();
  expect(batches.map(({ sequence }) => sequence)).toEqual([...batches.keys()]);
  const sent = batches.flatMap(({ rounds }) => rounds);
  expect(sent).toEqual(model.stored.slice(0, sent.length));
  expect(batches.every(({ firstRound, rounds }) => rounds[0]?.index === firstRound)).toBe(true);
  const open = batches.length - 1 - model.acknowledged;
  expect(open).toBeLessThanOrEqual(UNACKNOWLEDGED_LIMIT);
  // Nothing is held back from a window that has credit.
  if (open < UNACKNOWLEDGED_LIMIT) expect(sent.length).toBe(model.stored.length);
  const told = real.events.findIndex(({ type }) => type === "message.changed");
  expect(told !== -1).toBe(model.ended && sent.length === model.stored.length);
  if (told !== -1) expect(told).toBe(real.events.length - 1);
}

const produce = (count: number): fc.Command<Model, Real> => ({
  check: (model) => !model.ended,
  run(model, real) {
    const first = model.stored.length;
    const rounds = Array.from({ length: count }, (_, index) => sampleRound(first + index));
    model.stored.push(...rounds);
    real.stored.push(...rounds);
    real.flow.rounds(real.message.id, first, rounds);
    check(model, real);
  },
  toString: () => `produce ${count}`,
});

/** Any number: late, repeated, or of a batch that was never sent. */
const acknowledge = (sequence: number): fc.Command<Model, Real> => ({
  check: () => true,
  run(model, real) {
    model.acknowledged = Math.max(model.acknowledged, Math.min(sequence, real.batches().length - 1));
    real.flow.acknowledge(real.message.id, sequence);
    check(model, real);
  },
  toString: () => `acknowledge ${sequence}`,
});

const end: fc.Command<Model, Real> = {
  check: (model) => !model.ended,
  run(model, real) {
    model.ended = true;
    real.flow.message(real.message);
    check(model, real);
  },
  toString: () => "end",
};

describe("the flow of rounds to a window", () => {
  it("keeps its promises under any order of rounds, acknowledgements and the end", () => {
    const commands = fc.commands(
      [
        fc.oneof(
          // Acknowledgements are rare enough for the limit to be met again and again.
          { weight: 60, arbitrary: fc.constant(produce(1)) },
          { weight: 6, arbitrary: fc.integer({ min: 1, max: 300 }).map(produce) },
          { weight: 2, arbitrary: fc.nat(300).map(acknowledge) },
          { weight: 2, arbitrary: fc.nat(40).map(acknowledge) },
          { weight: 1, arbitrary: fc.constant(end) },
        ),
      ],
      { maxCommands: 200, size: "max" },
    );
    fc.assert(
      fc.property(commands, (sequence) => {
        fc.modelRun(() => ({ model: { stored: [], ended: false, acknowledged: -1 }, real: new Real() }), sequence);
      }),
      { numRuns: 100 },
    );
  });

  it("stops at its limit and hands everything over once the window acknowledges", () => {
    const real = new Real();
    for (let index = 0; index < 500; index++) {
      const round = sampleRound(index);
      real.stored.push(round);
      real.flow.rounds(real.message.id, index, [round]);
    }
    real.flow.message(real.message);
    expect(real.batches()).toHaveLength(UNACKNOWLEDGED_LIMIT);
    for (let sequence = 0; sequence < real.batches().length; sequence++)
      real.flow.acknowledge(real.message.id, sequence);
    expect(real.batches().flatMap(({ rounds }) => rounds)).toEqual(real.stored);
    expect(real.events.at(-1)).toEqual({ type: "message.changed", message: real.message });
  });

  it("holds back while there is no room, and the end too", () => {
    const real = new Real();
    real.hasRoom = false;
    real.stored.push(...[0, 1, 2].map(sampleRound));
    real.flow.rounds(real.message.id, 0, real.stored);
    real.flow.message(real.message);
    expect(real.events).toEqual([]);
    real.hasRoom = true;
    real.flow.resume();
    expect(real.batches().flatMap(({ rounds }) => rounds)).toEqual(real.stored);
    expect(real.events.at(-1)?.type).toBe("message.changed");
  });

  it("starts in the middle for a window that comes late", () => {
    const real = new Real();
    real.stored.push(...[0, 1, 2, 3].map(sampleRound));
    real.flow.rounds(real.message.id, 2, real.stored.slice(2));
    expect(real.batches()).toMatchObject([{ sequence: 0, firstRound: 2 }]);
  });

  it("passes on messages that have no rounds under way", () => {
    const real = new Real();
    const waiting: Message = { ...real.message, state: { status: "waiting" } };
    real.flow.message(waiting);
    real.flow.message(real.message);
    expect(real.events).toEqual([
      { type: "message.changed", message: waiting },
      { type: "message.changed", message: real.message },
    ]);
  });

  it("says nothing more of a reply that was removed, held back or not", () => {
    const real = new Real();
    for (let index = 0; index < 100; index++) {
      real.stored.push(sampleRound(index));
      real.flow.rounds(real.message.id, index, [sampleRound(index)]);
    }
    real.flow.message(real.message);
    real.flow.forget(real.message.id);
    real.flow.acknowledge(real.message.id, 31);
    real.flow.resume();
    expect(real.events).toHaveLength(UNACKNOWLEDGED_LIMIT);
  });

  it("gives a reply up whose rounds were removed", () => {
    const real = new Real();
    for (let index = 0; index < 100; index++) {
      real.stored.push(sampleRound(index));
      real.flow.rounds(real.message.id, index, [sampleRound(index)]);
    }
    real.stored.length = 0;
    real.flow.acknowledge(real.message.id, 31);
    expect(real.batches()).toHaveLength(UNACKNOWLEDGED_LIMIT);
  });
});
