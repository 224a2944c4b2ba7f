import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { decodingSchema, type PromptMessage } from "../../../contract/decoding.ts";
import { loadSettingsSchema } from "../../../contract/loading.ts";
import { createEngineClient, type EngineClient } from "../../../host/engine/engine-client.ts";
import { forkLauncher } from "../../../host/engine/fork-port.ts";
import { bundledDraft, bundledTarget } from "../fixtures/bundled-pair.ts";

const REPLIES = 500;
/** Until then caches, buffers and compiled code settle. */
const WARM_UP = 100;
const SAMPLES = 25;
const CONTEXT = 256;

let engine: EngineClient;
let pid: number;

beforeAll(async () => {
  const child = forkLauncher()();
  engine = createEngineClient(child, { onLog: () => undefined });
  const settings = loadSettingsSchema.parse({ gpu: "off", threads: 1, contextSize: CONTEXT });
  await engine.request("load", { target: bundledTarget, draft: bundledDraft, settings });
  if (child.pid === undefined) throw new Error("the engine has no process");
  pid = child.pid;
});
afterAll(async () => {
  engine.shutDown();
  await engine.closed;
});

/** Kilobytes that the engine process has in memory. */
function residentSize(): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }));
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

it.skipIf(process.platform === "win32")(
  "500 short replies of one chat, which outgrows its context again and again, leave memory as it was",
  async () => {
    const messages: PromptMessage[] = [];
    const sizes: number[] = [];
    let left = 0;
    let shifts = 0;
    for (let index = 0; index < REPLIES; index++) {
      messages.push({ role: "user", content: `Say ${index}.` });
      const reply = engine.generate({
        prompt: { kind: "messages", messages: [...messages], left: { messages: left, contextSize: CONTEXT } },
        decoding: decodingSchema.parse({ k: 3, maxTokens: 4, drafter: "lookup+model" }),
      });
      let rounds = 0;
      for await (const batch of reply.batches) rounds += batch.length;
      const summary = await reply.summary;
      expect(rounds).toBe(summary.rounds);
      // Nothing but the new question, the end of the reply before and the marks of the turn is evaluated again.
      expect(index === 0 || summary.promptTokens - summary.cachedTokens.target < 20).toBe(true);
      messages.push({ role: "assistant", content: summary.text, tokens: summary.tokens });
      left = summary.left.messages;
      shifts += summary.left.shifts.length;
      sizes.push(residentSize());
    }
    expect(shifts).toBeGreaterThan(20);
    const settled = median(sizes.slice(WARM_UP, WARM_UP + SAMPLES));
    const last = median(sizes.slice(-SAMPLES));
    process.stdout.write(`${settled} kB after ${WARM_UP} replies, ${last} kB after ${REPLIES}, ${shifts} shifts\n`);
    expect(last).toBeLessThan(settled * 1.05);
  },
);
