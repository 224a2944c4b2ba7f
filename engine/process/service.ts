import { assertNever } from "../../contract/assert-never.ts";
import type { KChoice } from "../../contract/decoding.ts";
import {
  type EngineInput,
  type EngineOutput,
  type EngineRequestKind,
  type FromEngine,
  type ToEngine,
  toEngineSchema,
} from "../../contract/engine-messages.ts";
import { OutriderError, toErrorRecord } from "../../contract/outrider-error.ts";
import type { Port } from "../../contract/port.ts";
import { Engine, type Reply } from "../engine.ts";
import { describe } from "../gguf/describe.ts";
import { readHeader } from "../gguf/read-header.ts";
import { identifyFile } from "../loading/identify-file.ts";
import type { PairInMemory } from "../loading/pair-in-memory.ts";
import { PairLoader } from "../loading/pair-loader.ts";
import { canDraftFor } from "../pairing/can-draft-for.ts";
import type { OpenRuntime } from "../runtime/runtime.ts";
import { TurnQueue } from "../turn-queue.ts";
import { verifyPair } from "../verification/verify-pair.ts";
import { RoundBatcher } from "./round-batcher.ts";

type Log = Parameters<OpenRuntime>[1];

interface RunningReply {
  readonly batcher: RoundBatcher;
  readonly reply: Reply;
}

interface LoadedEngine {
  readonly engine: Engine;
  readonly models: PairInMemory;
}

/** Answers the host's requests over a port: the engine as a process. */
export class EngineService {
  readonly #port: Port;
  readonly #loader: PairLoader;
  /** Loads, unloads and replies, one at a time in the order they came. */
  readonly #turns = new TurnQueue();
  readonly #cancellations = new Map<number, AbortController>();
  readonly #running = new Map<number, RunningReply>();
  /** The k that was set before its reply started. */
  readonly #earlyK = new Map<number, KChoice>();
  #loaded: LoadedEngine | null = null;

  constructor(port: Port, openRuntime: OpenRuntime, log: Log) {
    this.#port = port;
    this.#loader = new PairLoader(openRuntime, log);
  }

  start(): void {
    this.#port.onMessage((message) => this.#receive(message));
    this.#port.onClose(() => void this.#shutDown());
    this.#post({ type: "ready" });
  }

  #receive(raw: unknown): void {
    const parsed = toEngineSchema.safeParse(raw);
    if (!parsed.success) {
      this.#post({
        type: "log",
        level: "error",
        text: `the engine got a message it does not know: ${parsed.error.message}`,
      });
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case "request":
        void this.#answer(message);
        return;
      case "cancel":
        this.#cancellations.get(message.id)?.abort();
        this.#running.get(message.id)?.batcher.stopWaiting();
        return;
      case "set-k":
        this.#setK(message.id, message.k);
        return;
      case "acknowledge":
        this.#running.get(message.id)?.batcher.acknowledge(message.sequence);
        return;
      case "shut-down":
        void this.#shutDown();
        return;
      default:
        assertNever(message, "message to the engine");
    }
  }

  async #answer(message: Extract<ToEngine, { type: "request" }>): Promise<void> {
    const cancellation = new AbortController();
    this.#cancellations.set(message.id, cancellation);
    try {
      const value = await this.#perform(message, cancellation.signal);
      this.#post({ type: "result", id: message.id, value });
    } catch (error) {
      this.#post({ type: "failure", id: message.id, error: toErrorRecord(error) });
    } finally {
      this.#cancellations.delete(message.id);
      this.#running.delete(message.id);
      this.#earlyK.delete(message.id);
    }
  }

  async #perform(
    request: Extract<ToEngine, { type: "request" }>,
    signal: AbortSignal,
  ): Promise<EngineOutput<EngineRequestKind>> {
    const { id } = request;
    switch (request.kind) {
      case "load":
        return this.#turns.run(signal, () => this.#load(id, request.input, signal));
      case "unload":
        return this.#turns.run(signal, () => this.#unload());
      case "inspect":
        return describe(await readHeader(request.input.path));
      case "identify":
        return identifyFile(request.input.path);
      case "forecast":
        // In turn: a load or unload would change what is free in the middle of it.
        return this.#turns.run(signal, () => this.#loader.forecast(request.input, this.#loaded?.engine.memory ?? null));
      case "fit": {
        const [target, draft] = await Promise.all([readHeader(request.input.target), readHeader(request.input.draft)]);
        return canDraftFor(target, draft);
      }
      case "costs":
        return this.#loaded?.engine.costs ?? null;
      case "generate":
        return this.#turns.run(signal, () => this.#generate(id, request.input, signal));
      case "measure":
        return this.#turns.run(signal, () => this.#measure(id, request.input, signal));
      case "verify":
        return this.#turns.run(signal, () => this.#verify(id, request.input, signal));
      case "count":
        return this.#loaded?.engine.countTokens(request.input.text) ?? null;
      case "ping":
        return null;
      default:
        return assertNever(request, "engine request");
    }
  }

  async #load(id: number, input: EngineInput<"load">, signal: AbortSignal): Promise<PairInMemory["pair"]> {
    // No reply is using it: loads and replies take turns.
    const { engine, models } = this.#loaded ?? {};
    const present = engine === undefined || models === undefined ? null : { models, costs: engine.costs };
    this.#loaded = null;
    let posted = 0;
    const onProgress = (fraction: number): void => {
      // llama.cpp reports every tensor; nobody sees more than a hundred steps.
      if (fraction < 1 && fraction - posted < 0.01) return;
      posted = fraction;
      this.#post({ type: "progress", id, fraction });
    };
    const loaded = await this.#loader.load(input, { signal, onProgress }, present);
    this.#loaded = { engine: new Engine(loaded), models: loaded };
    return loaded.pair;
  }

  async #unload(): Promise<null> {
    const loaded = this.#loaded;
    this.#loaded = null;
    await loaded?.engine.dispose();
    return null;
  }

  async #generate(id: number, input: EngineInput<"generate">, signal: AbortSignal): Promise<EngineOutput<"generate">> {
    const { engine } = this.#requireLoaded();
    const batcher = new RoundBatcher((sequence, rounds) =>
      this.#post({ type: "rounds", id, sequence, rounds: [...rounds] }),
    );
    const reply = engine.generate({
      ...input,
      signal,
      onStart: ({ promptTokens, reuse }) =>
        this.#post({ type: "started", id, promptTokens, cachedTokens: reuse.target }),
    });
    this.#running.set(id, { batcher, reply });
    const earlyK = this.#earlyK.get(id);
    if (earlyK !== undefined) reply.setK(earlyK);
    try {
      for await (const round of reply) await batcher.add(round);
    } finally {
      batcher.flush();
    }
    return reply.summary;
  }

  /** Sends the rounds as a reply does, because that is part of what a reply costs; nobody reads them. */
  async #measure(id: number, input: EngineInput<"measure">, signal: AbortSignal): Promise<EngineOutput<"measure">> {
    const batcher = new RoundBatcher((sequence, rounds) => {
      this.#post({ type: "rounds", id, sequence, rounds: [...rounds] });
      batcher.acknowledge(sequence);
    });
    try {
      return await this.#requireLoaded().engine.measure({ ...input, signal, onRound: (round) => batcher.add(round) });
    } finally {
      batcher.flush();
    }
  }

  async #verify(id: number, { quick }: EngineInput<"verify">, signal: AbortSignal): Promise<EngineOutput<"verify">> {
    const { engine, models } = this.#requireLoaded();
    return verifyPair(engine, models, {
      quick,
      signal,
      onProgress: (fraction, step) => this.#post({ type: "progress", id, fraction, step }),
    });
  }

  #requireLoaded(): LoadedEngine {
    if (this.#loaded === null) throw new OutriderError("not-found", "No model is loaded. Choose a target first.");
    return this.#loaded;
  }

  #setK(id: number, k: KChoice): void {
    const running = this.#running.get(id);
    if (running !== undefined) running.reply.setK(k);
    else if (this.#cancellations.has(id)) this.#earlyK.set(id, k);
  }

  async #shutDown(): Promise<void> {
    for (const cancellation of this.#cancellations.values()) cancellation.abort();
    for (const { batcher } of this.#running.values()) batcher.stopWaiting();
    await this.#turns.run(new AbortController().signal, () => this.#unload());
    await this.#loader.dispose();
    this.#port.close();
  }

  #post(message: FromEngine): void {
    this.#port.post(message);
  }
}
