import type { KChoice } from "../../contract/decoding.ts";
import { createDeferred } from "../../contract/deferred.ts";
import {
  type EngineInput,
  type EngineOutput,
  type EngineRequestKind,
  engineRequests,
  type FromEngine,
  fromEngineSchema,
  type GenerateRequest,
  type ToEngine,
} from "../../contract/engine-messages.ts";
import { fromErrorRecord, OutriderError } from "../../contract/outrider-error.ts";
import type { Summary } from "../../contract/summary.ts";
import type { Round } from "../../contract/trace.ts";
import { createBatchQueue, flatten } from "./batch-queue.ts";
import { engineEnded, engineStopped } from "./engine-ended.ts";
import type { EngineProcess } from "./engine-process.ts";

/** Every kind of request but the reply, which is a stream. */
export type PlainRequestKind = Exclude<EngineRequestKind, "generate">;

export interface RequestOptions {
  /** Gives up waiting; the engine takes the request out of its queue where it still can. */
  readonly signal?: AbortSignal;
  /** `load` reports 0..1 over both models, `verify` 0..1 over its steps and what it begins with. */
  readonly onProgress?: (fraction: number, step?: string) => void;
}

/** A reply under way. Consume either `batches` or `rounds`, once: the engine waits for whoever reads them. */
export interface EngineReply {
  /** Rounds as the engine sent them together. Throws what `summary` rejects with, after what had arrived. */
  readonly batches: AsyncIterable<readonly Round[]>;
  readonly rounds: AsyncIterable<Round>;
  /** Settles when the reply has ended; an aborted reply has a summary too, one that never started rejects as `cancelled`. */
  readonly summary: Promise<Summary>;
  /** From the next round on. */
  setK(k: KChoice): void;
}

export interface GenerateOptions {
  /** Stops the reply; what was decoded is kept and summed up. */
  readonly signal?: AbortSignal;
  /** The reply left the queue and its prompt is being read. */
  readonly onStarted?: (prompt: { readonly promptTokens: number; readonly cachedTokens: number }) => void;
}

export type EngineLogLine = Extract<FromEngine, { type: "log" }>;

/** The host's end of one engine process. */
export interface EngineClient {
  /** Resolves when the engine answers; rejects when it ended before it ever did. */
  readonly ready: Promise<void>;
  /** Resolves, never rejects, when the process is gone; with the reason it ended. */
  readonly closed: Promise<OutriderError>;
  /** Whether requests still have a chance: false from the moment the process ended or was told to. */
  usable(): boolean;
  request<Kind extends PlainRequestKind>(
    kind: Kind,
    input: EngineInput<Kind>,
    options?: RequestOptions,
  ): Promise<EngineOutput<Kind>>;
  generate(request: GenerateRequest, options?: GenerateOptions): EngineReply;
  /** Asks the engine to free everything and exit. */
  shutDown(): void;
  /** Ends the process at once; what is pending fails with this error. */
  terminate(error: OutriderError): void;
}

interface Pending {
  readonly settle: (value: unknown) => void;
  readonly fail: (error: OutriderError) => void;
  readonly onProgress?: RequestOptions["onProgress"] | undefined;
  readonly onStarted?: GenerateOptions["onStarted"] | undefined;
  readonly onRounds?: (sequence: number, rounds: readonly Round[]) => void;
}

export interface EngineClientOptions {
  readonly onLog?: (line: EngineLogLine) => void;
}

/** Speaks the contract with an engine process. What arrives is validated; what is pending when it ends fails as `engine-crashed`. */
export function createEngineClient(engine: EngineProcess, options: EngineClientOptions = {}): EngineClient {
  const pending = new Map<number, Pending>();
  const ready = createDeferred<void>();
  const closed = createDeferred<OutriderError>();
  let nextId = 0;
  let ending: OutriderError | null = null;

  // Callers that never look at `ready` still learn of a failure from their requests.
  ready.promise.catch(() => {});

  function post(message: ToEngine): void {
    engine.port.post(message);
  }

  function failAll(error: OutriderError): void {
    ready.reject(error);
    for (const entry of pending.values()) entry.fail(error);
    pending.clear();
  }

  function take(id: number): Pending | undefined {
    const entry = pending.get(id);
    pending.delete(id);
    return entry;
  }

  function onMessage(message: unknown): void {
    const parsed = fromEngineSchema.safeParse(message);
    if (parsed.success) {
      receive(parsed.data);
      return;
    }
    const id = requestIdOf(message);
    const error = new OutriderError("internal", "The engine sent something Outrider does not understand.", {
      details: parsed.error.message,
    });
    if (id === null) options.onLog?.({ type: "log", level: "error", text: `${error.message}\n${error.details}` });
    else take(id)?.fail(error);
  }

  function receive(message: FromEngine): void {
    switch (message.type) {
      case "ready":
        ready.resolve();
        break;
      case "result":
        take(message.id)?.settle(message.value);
        break;
      case "failure":
        take(message.id)?.fail(fromErrorRecord(message.error));
        break;
      case "progress":
        pending.get(message.id)?.onProgress?.(message.fraction, message.step);
        break;
      case "started":
        pending.get(message.id)?.onStarted?.(message);
        break;
      case "rounds":
        pending.get(message.id)?.onRounds?.(message.sequence, message.rounds);
        break;
      case "log":
        options.onLog?.(message);
        break;
    }
  }

  engine.port.onMessage(onMessage);
  engine.port.onClose(() => {
    ending ??= engineEnded(engine.exit(), engine.recentLog());
    failAll(ending);
    closed.resolve(ending);
  });

  /** Registers a request and posts it; the promise settles with the validated result. */
  function start<Kind extends EngineRequestKind>(
    kind: Kind,
    input: EngineInput<Kind>,
    listeners: Omit<Pending, "settle" | "fail">,
  ): { readonly id: number; readonly result: Promise<EngineOutput<Kind>> } {
    const id = nextId++;
    const result = new Promise<EngineOutput<Kind>>((resolve, reject) => {
      if (ending !== null) {
        reject(ending);
        return;
      }
      pending.set(id, {
        ...listeners,
        fail: reject,
        settle(value) {
          const parsed = engineRequests[kind].output.safeParse(value);
          // The schema was picked by the kind, which the compiler cannot follow through the table.
          if (parsed.success) resolve(parsed.data as EngineOutput<Kind>);
          else
            reject(
              new OutriderError("internal", `The engine's answer to ${kind} is malformed.`, {
                details: parsed.error.message,
              }),
            );
        },
      });
      // The same: kind and input belong together by this function's signature.
      post({ type: "request", id, kind, input } as ToEngine);
    });
    return { id, result };
  }

  async function request<Kind extends PlainRequestKind>(
    kind: Kind,
    input: EngineInput<Kind>,
    { signal, onProgress }: RequestOptions = {},
  ): Promise<EngineOutput<Kind>> {
    if (signal?.aborted) throw cancelled();
    const { id, result } = start(kind, input, { onProgress });
    if (signal === undefined) return result;
    const cancel = (): void => {
      post({ type: "cancel", id });
      take(id)?.fail(cancelled());
    };
    signal.addEventListener("abort", cancel, { once: true });
    return result.finally(() => signal.removeEventListener("abort", cancel));
  }

  function generate(input: GenerateRequest, { signal, onStarted }: GenerateOptions = {}): EngineReply {
    const queue = createBatchQueue<Round>({
      onConsumed: (sequence) => post({ type: "acknowledge", id, sequence }),
      onAbandoned: () => cancel(),
    });
    const { id, result } = start("generate", input, { onStarted, onRounds: queue.push });
    const cancel = (): void => {
      if (pending.has(id)) post({ type: "cancel", id });
    };
    if (signal?.aborted) cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    const summary = result.finally(() => signal?.removeEventListener("abort", cancel));
    // Also keeps a caller that only reads the rounds from leaving a rejection unhandled.
    summary.then(queue.end, queue.fail);
    return {
      batches: queue.batches,
      rounds: flatten(queue.batches),
      summary,
      setK(k) {
        if (pending.has(id)) post({ type: "set-k", id, k });
      },
    };
  }

  return {
    ready: ready.promise,
    closed: closed.promise,
    usable: () => ending === null,
    request,
    generate,
    shutDown() {
      ending ??= engineStopped();
      post({ type: "shut-down" });
    },
    terminate(error) {
      ending ??= error;
      failAll(ending);
      engine.kill();
    },
  };
}

function cancelled(): OutriderError {
  return new OutriderError("cancelled", "The request was cancelled.");
}

/** The request an otherwise unreadable message belongs to. */
function requestIdOf(message: unknown): number | null {
  if (typeof message !== "object" || message === null || !("id" in message)) return null;
  return typeof message.id === "number" ? message.id : null;
}
