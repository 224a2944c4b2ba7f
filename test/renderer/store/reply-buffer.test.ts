import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { nextFrame } from "../../../renderer/store/frame-scheduler.ts";
import { createReplyBuffer, type ReplyBatch, type RoundsEvent } from "../../../renderer/store/reply-buffer.ts";
import { plainRound } from "../support/rounds.ts";

function event(messageId: string, sequence: number, index: number): RoundsEvent {
  return { type: "reply.rounds", messageId, sequence, firstRound: index, rounds: [plainRound(index, `${index}`)] };
}

describe("the buffer of incoming rounds", () => {
  test("hands on once per frame, all replies together, with the last sequence of each", () => {
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
  });

  test("spreads what has piled up over some frames, in order, and takes a little in one", () => {
    const frames: (() => void)[] = [];
    const sequences: number[] = [];
    const indices: number[] = [];
    const buffer = createReplyBuffer(
      (run) => {
        frames.push(run);
        return () => undefined;
      },
      (batches) => {
        for (const { sequence, rounds } of batches.values()) {
          sequences.push(sequence);
          indices.push(...rounds.map(({ index }) => index));
        }
      },
    );
    for (let index = 0; index < 30; index += 1) buffer.push(event("a", index, index));
    for (let index = 0; index < frames.length; index += 1) frames[index]?.();
    expect(sequences).toEqual([14, 22, 29]);
    expect(indices).toEqual(Array.from({ length: 30 }, (_, index) => index));
    for (let index = 30; index < 50; index += 1) buffer.push(event("a", index, index));
    frames.at(-1)?.();
    buffer.flush();
    expect(sequences).toEqual([14, 22, 29, 39, 49]);
    expect(indices).toHaveLength(50);
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
