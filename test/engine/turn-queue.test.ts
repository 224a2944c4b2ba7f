import { describe, expect, it } from "vitest";
import { TurnQueue } from "../../engine/turn-queue.ts";

const never = new AbortController().signal;

describe("the turn queue", () => {
  it("lets one through at a time, in order, also past one that fails", async () => {
    const queue = new TurnQueue();
    const log: string[] = [];
    const work = (name: string, fails = false) =>
      queue.run(never, async () => {
        log.push(`${name} starts`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const results = await Promise.allSettled([work("a"), work("b", true), work("c")]);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(log).toEqual(["a starts", "a ends", "b starts", "b ends", "c starts", "c ends"]);
  });

  it("takes out one that is cancelled while it waits, without starting it", async () => {
    const queue = new TurnQueue();
    const release = await queue.take(never);
    const controller = new AbortController();
    let started = false;
    const cancelled = queue.run(controller.signal, async () => {
      started = true;
    });
    const after = queue.run(never, async () => "after");
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ kind: "cancelled" });
    release();
    await expect(after).resolves.toBe("after");
    expect(started).toBe(false);
  });
});
