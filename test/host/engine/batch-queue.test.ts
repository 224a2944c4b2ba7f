import { describe, expect, it } from "vitest";
import { createBatchQueue, flatten } from "../../../host/engine/batch-queue.ts";

function recordingQueue() {
  const events: string[] = [];
  const queue = createBatchQueue<string>({
    onConsumed: (sequence) => events.push(`consumed ${sequence}`),
    onAbandoned: () => events.push("abandoned"),
  });
  return { queue, events };
}

describe("createBatchQueue", () => {
  it("hands out what was pushed before and while it is read, then ends", async () => {
    const { queue } = recordingQueue();
    queue.push(0, ["a", "b"]);
    const seen: string[] = [];
    const done = (async () => {
      for await (const item of flatten(queue.batches)) seen.push(item);
    })();
    queue.push(1, ["c"]);
    queue.end();
    await done;
    expect(seen).toEqual(["a", "b", "c"]);
  });

  it("counts a batch as consumed only when the reader comes back for more", async () => {
    const { queue, events } = recordingQueue();
    queue.push(0, ["a"]);
    queue.push(1, ["b"]);
    const reader = queue.batches[Symbol.asyncIterator]();
    await reader.next();
    expect(events).toEqual([]);
    await reader.next();
    expect(events).toEqual(["consumed 0"]);
  });

  it("hands out what is queued before it fails", async () => {
    const { queue } = recordingQueue();
    queue.push(0, ["a"]);
    queue.fail(new Error("broken"));
    const reader = queue.batches[Symbol.asyncIterator]();
    expect(await reader.next()).toMatchObject({ value: ["a"] });
    await expect(reader.next()).rejects.toThrow("broken");
  });

  it("tells when the reader leaves early, also through the flat view", async () => {
    const { queue, events } = recordingQueue();
    queue.push(0, ["a", "b"]);
    for await (const _ of flatten(queue.batches)) break;
    expect(events).toEqual(["abandoned"]);
  });
});
