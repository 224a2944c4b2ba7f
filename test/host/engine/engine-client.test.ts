import { afterEach, describe, expect, it, vi } from "vitest";
import { decodingSchema } from "../../../contract/decoding.ts";
import type { GenerateRequest } from "../../../contract/engine-messages.ts";
import type { Round } from "../../../contract/trace.ts";
import { createEngineClient, type EngineClient } from "../../../host/engine/engine-client.ts";
import type { EngineProcess } from "../../../host/engine/engine-process.ts";
import { forkLauncher } from "../../../host/engine/fork-port.ts";
import { loadInput, scriptedLauncher } from "../fixtures/scripted-launcher.ts";

/** Processes are started and killed here, on machines that may be busy with other things. */
vi.setConfig({ testTimeout: 30_000 });

const started: EngineProcess[] = [];

function startEngine(): { engine: EngineProcess; client: EngineClient } {
  const engine = scriptedLauncher();
  started.push(engine);
  return { engine, client: createEngineClient(engine) };
}

async function startLoaded(): Promise<{ engine: EngineProcess; client: EngineClient }> {
  const both = startEngine();
  await both.client.request("load", loadInput("a.gguf"));
  return both;
}

const ask = (content: string): GenerateRequest => ({
  prompt: { kind: "messages", messages: [{ role: "user", content }] },
  decoding: decodingSchema.parse({}),
});

async function collect(rounds: AsyncIterable<Round>, into: Round[] = []): Promise<Round[]> {
  for await (const round of rounds) into.push(round);
  return into;
}

afterEach(() => {
  for (const engine of started.splice(0)) engine.kill();
});

describe("an engine client over a real process", () => {
  it("answers requests and reports progress", async () => {
    const { client } = startEngine();
    await client.ready;
    const fractions: number[] = [];
    const pair = await client.request("load", loadInput("a.gguf"), { onProgress: (value) => fractions.push(value) });
    expect(pair.target.path).toBe("a.gguf");
    expect(fractions.at(-1)).toBe(1);
  });

  it("passes the engine's own errors on with their kind", async () => {
    const { client } = startEngine();
    await expect(client.request("load", loadInput("refuse.gguf"))).rejects.toMatchObject({ kind: "model-unreadable" });
  });

  it("streams every round in order and then the summary", async () => {
    const { client } = await startLoaded();
    const reply = client.generate(ask("count 1000"));
    const rounds = await collect(reply.rounds);
    const summary = await reply.summary;
    expect(rounds.map(({ index }) => index)).toEqual([...Array(1000).keys()]);
    expect(summary.text).toBe(rounds.flatMap(({ emitted }) => emitted.map(({ text }) => text)).join(""));
  });

  it("changes k while the reply runs", async () => {
    const { client } = await startLoaded();
    const reply = client.generate(ask("endless"));
    const ks = new Set<number>();
    for await (const { k } of reply.rounds) {
      ks.add(k);
      reply.setK(7);
      if (k === 7) break;
    }
    expect([...ks]).toEqual([4, 7]);
  });

  it("stops a reply on abort and keeps what was decoded", async () => {
    const { client } = await startLoaded();
    const stop = new AbortController();
    const reply = client.generate(ask("endless"), { signal: stop.signal });
    const rounds: Round[] = [];
    for await (const round of reply.rounds) {
      rounds.push(round);
      if (rounds.length === 20) stop.abort();
    }
    const summary = await reply.summary;
    expect(summary.finishReason).toBe("aborted");
    expect(summary.rounds).toBe(rounds.length);
  });

  it("takes a waiting reply out of the queue", async () => {
    const { client } = await startLoaded();
    const first = client.generate(ask("count 3"));
    const stop = new AbortController();
    const second = client.generate(ask("count 3"), { signal: stop.signal });
    stop.abort();
    await collect(first.rounds);
    await expect(second.summary).rejects.toMatchObject({ kind: "cancelled" });
    await expect(collect(second.rounds)).rejects.toMatchObject({ kind: "cancelled" });
  });

  it("stops the reply when its reader leaves", async () => {
    const { client } = await startLoaded();
    const reply = client.generate(ask("endless"));
    for await (const _ of reply.rounds) break;
    expect((await reply.summary).finishReason).toBe("aborted");
  });

  it("holds the engine back while the reader does not read", async () => {
    const { client } = await startLoaded();
    const reply = client.generate(ask("count 4000"));
    const reader = reply.batches[Symbol.asyncIterator]();
    await reader.next();
    // The queue of the engine is one: a reply that cannot end keeps the next one waiting.
    const next = client.generate(ask("count 1"));
    const quiet = await Promise.race([
      collect(next.rounds).then(() => "next reply came through"),
      client.request("ping", {}).then(() => "still waiting"),
    ]);
    expect(quiet).toBe("still waiting");
    let batches = 1;
    while (!(await reader.next()).done) batches += 1;
    expect(batches).toBe(1000);
    await expect(next.summary).resolves.toMatchObject({ rounds: 1 });
  });

  it("fails everything pending when the process is killed, after what had arrived, with its last log lines", async () => {
    const { engine, client } = await startLoaded();
    const reply = client.generate(ask("endless"));
    const load = client.request("load", loadInput("b.gguf"));
    load.catch(() => {});
    const rounds: Round[] = [];
    const reading = (async () => {
      for await (const round of reply.rounds) {
        rounds.push(round);
        if (rounds.length === 10 && engine.pid !== undefined) process.kill(engine.pid, "SIGKILL");
      }
    })();
    await expect(reading).rejects.toMatchObject({
      kind: "engine-crashed",
      message: expect.stringContaining("killed by SIGKILL"),
      details: expect.stringContaining("scripted: ready"),
    });
    expect(rounds.length).toBeGreaterThanOrEqual(10);
    await expect(load).rejects.toMatchObject({ kind: "engine-crashed" });
    await expect(client.request("ping", {})).rejects.toMatchObject({ kind: "engine-crashed" });
  });

  it("hands over the last words of a crash at load", async () => {
    const { client } = startEngine();
    await expect(client.request("load", loadInput("crash.gguf"))).rejects.toMatchObject({
      kind: "engine-crashed",
      details: expect.stringContaining("segmentation fault ahead"),
    });
  });

  it("reports a program that is not there", async () => {
    const client = createEngineClient(forkLauncher({ entry: "/no/such/engine.js" })());
    await expect(client.ready).rejects.toMatchObject({
      kind: "engine-crashed",
      details: expect.stringContaining("engine.js"),
    });
  });
});
