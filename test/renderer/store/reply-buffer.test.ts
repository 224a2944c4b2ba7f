import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { nextFrame } from "../../../renderer/store/frame-scheduler.ts";
import { createReplyBuffer, type ReplyBatch, type RoundsEvent } from "../../../renderer/store/reply-buffer.ts";
import { plainRound } from "../support/rounds.ts";

function event(messageId: string, sequence: number, index: number): RoundsEvent {
  return { type: "reply.rounds", messageId, sequence, firstRound: index, rounds: [plainRound(index, `${index}`)] };
}

describe("the buffer of incoming rounds", () => {
  test("hands on in every second frame, all replies together, with the last sequence of each", () => {
    const frames: (() => void)[] = [];
    const handed: ReadonlyMap<string, ReplyBatch>[] = [];
    const buffer = createReplyBuffer(
      (run) => {
        frames.push(run);
        return () => undefined;
      },
      (batches) => handed.push(batches),
    );
    buffer.push(event("a", 0, 0));
    buffer.push(event("b", 0, 0));
    buffer.push(event("a", 1, 1));
    expect(frames).toHaveLength(1);
    expect(handed).toHaveLength(0);
    frames[0]?.();
    expect(handed).toHaveLength(1);
    expect(handed[0]?.get("a")).toMatchObject({ sequence: 1, rounds: [{ index: 0 }, { index: 1 }] });
    expect(handed[0]?.get("b")).toMatchObject({ sequence: 0 });
    buffer.push(event("a", 2, 2));
    expect(frames).toHaveLength(2);
    frames[1]?.();
    expect(handed).toHaveLength(1);
    frames[2]?.();
    expect(handed[1]?.get("a")).toMatchObject({ sequence: 2, rounds: [{ index: 2 }] });
    frames[3]?.();
    expect(frames).toHaveLength(4);
    buffer.push(event("a", 3, 3));
    expect(frames).toHaveLength(5);
  });

  /** What each frame is handed, until nothing waits. */
  function handedByFrame(events: readonly RoundsEvent[]): readonly ReplyBatch[] {
    const frames: (() => void)[] = [];
    const handed: ReplyBatch[] = [];
    const buffer = createReplyBuffer(
      (run) => {
        frames.push(run);
        return () => undefined;
      },
      (batches) => handed.push(...batches.values()),
    );
    for (const each of events) buffer.push(each);
    for (let index = 0; index < frames.length; index += 1) frames[index]?.();
    return handed;
  }
  const indices = (handed: readonly ReplyBatch[]): readonly (readonly number[])[] =>
    handed.map(({ rounds }) => rounds.map(({ index }) => index));
  const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

  test("spreads what has piled up over some frames, in order, and hands a little on at once", () => {
    const handed = handedByFrame(upTo(30).map((index) => event("a", index, index)));
    expect(indices(handed).flat()).toEqual(upTo(30));
    expect(indices(handed).map(({ length }) => length)).toEqual([15, 8, 7]);
    expect(handed.map(({ sequence }) => sequence)).toEqual([14, 22, 29]);
    expect(indices(handedByFrame(upTo(8).map((index) => event("a", index, index))))).toEqual([upTo(8)]);
  });

  test("spreads an event of many rounds too, and says that it is drawn only with its last one", () => {
    const rounds = upTo(30).map((index) => plainRound(index, `${index}`));
    const handed = handedByFrame([{ ...event("a", 5, 0), rounds }, event("a", 6, 30)]);
    expect(indices(handed).flat()).toEqual(upTo(31));
    expect(indices(handed).length).toBeGreaterThan(2);
    const sequences = handed.map(({ sequence }) => sequence);
    expect(sequences.slice(0, -1).every((sequence) => sequence === null || sequence === 5)).toBe(true);
    expect(sequences[0]).toBe(null);
    expect(sequences.at(-1)).toBe(6);
  });

  test("a flush takes all that waits, whatever a frame would take", () => {
    const handed: number[] = [];
    const buffer = createReplyBuffer(
      () => () => undefined,
      (batches) => {
        for (const { rounds } of batches.values()) handed.push(...rounds.map(({ index }) => index));
      },
    );
    for (const index of upTo(50)) buffer.push(event("a", index, index));
    buffer.flush();
    expect(handed).toEqual(upTo(50));
  });

  test("a flush hands on at once and leaves nothing for the frame", () => {
    const cancelled = vi.fn();
    const consume = vi.fn();
    const buffer = createReplyBuffer(() => cancelled, consume);
    buffer.push(event("a", 0, 0));
    buffer.flush();
    expect(consume).toHaveBeenCalledTimes(1);
    expect(cancelled).toHaveBeenCalledTimes(1);
    buffer.flush();
    expect(consume).toHaveBeenCalledTimes(1);
  });
});

describe("the next frame", () => {
  const frames = new Map<number, () => void>();

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("requestAnimationFrame", (run: () => void) => {
      frames.set(frames.size + 1, run);
      return frames.size;
    });
    vi.stubGlobal("cancelAnimationFrame", (id: number) => frames.delete(id));
  });

  afterEach(() => {
    frames.clear();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test("comes with the animation frame, and then no more", () => {
    const run = vi.fn();
    nextFrame(run);
    frames.get(1)?.();
    vi.advanceTimersByTime(1_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test("comes by the clock in a hidden page, which has no animation frames", () => {
    const run = vi.fn();
    nextFrame(run);
    vi.advanceTimersByTime(1_000);
    expect(run).toHaveBeenCalledTimes(1);
    expect(frames.size).toBe(0);
  });

  test("can be called off", () => {
    const run = vi.fn();
    nextFrame(run)();
    vi.advanceTimersByTime(1_000);
    expect(frames.size).toBe(0);
    expect(run).not.toHaveBeenCalled();
  });
});
