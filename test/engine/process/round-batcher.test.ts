import { describe, expect, it } from "vitest";
import type { Round } from "../../../contract/trace.ts";
import { RoundBatcher } from "../../../engine/process/round-batcher.ts";

function round(index: number): Round {
  const timing = { draftMs: 0, verifyMs: 0, overheadMs: 0 };
  return { index, k: 0, reason: "off", drafter: "off", drafted: [], emitted: [], end: "plain", timing };
}

function collect() {
  const batches: { readonly sequence: number; readonly indexes: number[] }[] = [];
  const batcher = new RoundBatcher((sequence, rounds) =>
    batches.push({ sequence, indexes: rounds.map(({ index }) => index) }),
  );
  return { batches, batcher };
}

/** Fills a batch of 256, which is sent at once. */
async function sendBatch(batcher: RoundBatcher, number: number): Promise<void> {
  for (let index = 0; index < 256; index++) await batcher.add(round(number * 256 + index));
}

describe("the round batcher", () => {
  it("sends every round once and in order, the rest at the end", async () => {
    const { batches, batcher } = collect();
    for (let index = 0; index < 600; index++) await batcher.add(round(index));
    batcher.flush();
    expect(batches.flatMap((batch) => batch.indexes)).toEqual(Array.from({ length: 600 }, (_unused, index) => index));
    expect(batches.map((batch) => batch.sequence)).toEqual(batches.map((_batch, index) => index));
  });

  it("makes the reply wait while 32 batches are not acknowledged", async () => {
    const { batches, batcher } = collect();
    for (let number = 0; number < 31; number++) await sendBatch(batcher, number);
    let through = false;
    const last = sendBatch(batcher, 31).then(() => {
      through = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(batches).toHaveLength(32);
    expect(through).toBe(false);
    batcher.acknowledge(0);
    await last;
    expect(through).toBe(true);
  });

  it("does not let a cancelled reply wait, and takes no acknowledgement of what was never sent", async () => {
    const { batcher } = collect();
    batcher.acknowledge(1000);
    for (let number = 0; number < 31; number++) await sendBatch(batcher, number);
    const last = sendBatch(batcher, 31);
    batcher.stopWaiting();
    await expect(last).resolves.toBeUndefined();
  });
});
