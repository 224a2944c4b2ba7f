import { randomInt } from "node:crypto";
import type { z } from "zod";
import { assertNever } from "../contract/assert-never.ts";
import type { Measurement, MeasureRequest } from "../contract/benchmark.ts";
import type { KeptCosts } from "../contract/costs.ts";
import { decodingSchema, drafterInForce, type KChoice, type Prompt, promptSchema } from "../contract/decoding.ts";
import { createDeferred, type Deferred } from "../contract/deferred.ts";
import type { LoadedPair } from "../contract/loading.ts";
import { OutriderError } from "../contract/outrider-error.ts";
import type { Summary } from "../contract/summary.ts";
import type { Round } from "../contract/trace.ts";
import { measureLibrary, measureReply, takeNativeMs } from "./benchmark/measure.ts";
import { type CacheReuse, SharedContext } from "./context/shared-context.ts";
import { decodeReply } from "./decoding/decode-reply.ts";
import type { ReplyParts } from "./decoding/reply-job.ts";
import type { Rules } from "./decoding/rules.ts";
import { createModelCalibration } from "./drafting/model-chances.ts";
import { createScriptedDrafter, type DraftScript } from "./drafting/scripted-drafter.ts";
import type { PairInMemory } from "./loading/pair-in-memory.ts";
import { PairPaces } from "./pacing/pair-pace.ts";
import { createReplyPrompt, type ReplyPrompt } from "./prompt/reply-prompt.ts";
import type { MemoryNeed } from "./runtime/runtime.ts";
import { TurnQueue } from "./turn-queue.ts";

export interface GenerateOptions {
  /** A text is a single user message. */
  readonly prompt: Prompt | string;
  /** Tokens the reply begins with: it is continued after them, and its text and tokens begin with them. */
  readonly replyStart?: readonly number[] | undefined;
  /** A token that comes before anything the models say, with the origin `chosen`. */
  readonly chosen?: number | undefined;
  /** In place of the drafter: a known reply, guessed with a set acceptance rate. */
  readonly script?: DraftScript | undefined;
  /** What is left out has the defaults of the contract: greedy, k 4, 256 tokens, prompt lookup without a draft. */
  readonly decoding?: z.input<typeof decodingSchema>;
  /** Ends the reply as `aborted`; its rounds so far stay. */
  readonly signal?: AbortSignal;
  /** The reply has left the queue and starts. */
  readonly onStart?: (start: { readonly promptTokens: number; readonly reuse: CacheReuse }) => void;
  /** The prompt has been read; the first round starts once this has resolved. */
  readonly onPrefilled?: () => Promise<void>;
}

export interface MeasureOptions extends MeasureRequest {
  readonly signal: AbortSignal;
  /** Takes in each round as it ends, as whoever shows a reply does. */
  readonly onRound: (round: Round) => Promise<void>;
}

/** A reply in the making. It is decoded as it is read; it can be read once. */
export interface Reply extends AsyncIterable<Round> {
  /** Settles when the last round was read; rejects with an OutriderError. */
  readonly summary: Promise<Summary>;
  /** From the next round on. */
  setK(k: KChoice): void;
}

/** Over the life of the engine. */
export interface EngineStats {
  readonly replies: number;
  readonly tokens: number;
  readonly rounds: number;
  readonly drafted: number;
  readonly tested: number;
  readonly accepted: number;
}

/** A loaded pair that answers one prompt at a time; others wait in order. */
export class Engine {
  readonly #loaded: PairInMemory;
  readonly #parts: ReplyParts;
  readonly #context: SharedContext;
  readonly #paces: PairPaces;
  readonly #modelCalibration = createModelCalibration();
  readonly #queue = new TurnQueue();
  readonly #closing = new AbortController();
  #stats: EngineStats = { replies: 0, tokens: 0, rounds: 0, drafted: 0, tested: 0, accepted: 0 };

  /** @param parts for tests: what every reply uses in place of the real parts */
  constructor(loaded: PairInMemory, parts: ReplyParts = {}) {
    this.#loaded = loaded;
    this.#parts = parts;
    this.#paces = new PairPaces(loaded.costs);
    this.#context = new SharedContext(loaded.target.sequence, loaded.draft?.sequence ?? null);
  }

  get pair(): LoadedPair {
    return this.#loaded.pair;
  }

  /** Bytes that the pair was planned with: what its end makes free. */
  get memory(): MemoryNeed {
    return this.#loaded.memory;
  }

  get stats(): EngineStats {
    return this.#stats;
  }

  /** What was measured and learned of the time that passes take, for `keptCosts` of another start; null: nothing yet. */
  get costs(): KeptCosts | null {
    return this.#paces.kept;
  }

  /** @throws OutriderError invalid-input, at once, where the settings are out of range */
  generate(options: GenerateOptions): Reply {
    const decoding = parseDecoding(options.decoding ?? {});
    let k: KChoice = decoding.k;
    const summary = createDeferred<Summary>();
    // Whoever only reads the rounds learns of a failure there.
    summary.promise.catch(() => undefined);
    const rounds = this.#decode(options, decoding, () => k, summary);
    return {
      summary: summary.promise,
      setK: (value) => {
        k = decodingSchema.shape.k.parse(value);
      },
      [Symbol.asyncIterator]: () => rounds,
    };
  }

  /** Times one reply, by this engine's loop or by the native library's, on caches that know nothing but its prompt. */
  async measure({ prompt, loop, signal, onRound }: MeasureOptions): Promise<Measurement> {
    const { tokens } = this.#read(prompt);
    switch (loop.kind) {
      case "library":
        return this.#queue.run(signal, () => measureLibrary(this.#loaded, tokens, loop, signal));
      case "outrider":
        await this.#queue.run(signal, () => this.#context.forgetOtherThan(tokens));
        return measureReply({
          start: (onPrefilled) => this.generate({ prompt, decoding: loop.decoding, signal, onPrefilled }),
          takeNativeMs: () => takeNativeMs(this.#loaded),
          onRound,
        });
      default:
        return assertNever(loop, "loop");
    }
  }

  /** How many tokens of the target a text is by itself. */
  countTokens(text: string): number {
    return this.#loaded.target.vocabulary.tokenize(text, false).length;
  }

  /** Ends the running reply and frees the models. */
  async dispose(): Promise<void> {
    this.#closing.abort();
    await this.#queue.run(new AbortController().signal, () => this.#loaded.dispose());
  }

  async *#decode(
    options: GenerateOptions,
    decoding: z.output<typeof decodingSchema>,
    currentK: () => KChoice,
    summary: Deferred<Summary>,
  ): AsyncGenerator<Round, void> {
    const signal = AbortSignal.any([this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])]);
    try {
      const endTurn = await this.#queue.take(signal);
      try {
        const prompt = this.#read(options.prompt);
        const replyStart = this.#known(options.replyStart ?? []);
        this.#known(options.chosen === undefined ? [] : [options.chosen]);
        const seed = decoding.seed ?? randomInt(2 ** 32);
        const { script } = options;
        const drafter = drafterInForce(decoding.drafter, this.#context.hasDraft);
        const result = yield* decodeReply({
          ...this.#parts,
          context: this.#context,
          target: this.#loaded.target,
          draft: this.#loaded.draft,
          pair: this.pair,
          rollbackProblem: this.#loaded.rollbackProblem,
          prompt,
          replyStart,
          chosen: options.chosen,
          decoding: { ...decoding, drafter, seed },
          currentK,
          pace: this.#paces.of(drafter),
          modelCalibration: this.#modelCalibration,
          signal,
          ...(script === undefined
            ? {}
            : {
                createDrafter: (context: SharedContext, rules: Rules) =>
                  createScriptedDrafter(context, rules, this.#loaded.target.vocabulary, script),
              }),
          onStart: (promptTokens, reuse) => options.onStart?.({ promptTokens, reuse }),
          ...(options.onPrefilled === undefined ? {} : { onPrefilled: options.onPrefilled }),
        });
        this.#count(result);
        summary.resolve(result);
      } finally {
        endTurn();
      }
    } catch (error) {
      summary.reject(error instanceof Error ? error : new Error(String(error)));
      throw error;
    } finally {
      summary.reject(new OutriderError("cancelled", "The reply was not read to its end."));
    }
  }

  #read(prompt: Prompt | string): ReplyPrompt {
    const full: Prompt =
      typeof prompt === "string"
        ? { kind: "messages", messages: [{ role: "user", content: prompt }] }
        : promptSchema.parse(prompt);
    const { target, chatTemplate } = this.#loaded;
    return createReplyPrompt(full, target.vocabulary, chatTemplate, this.pair.target.contextSize);
  }

  /** Only ids of this target's vocabulary can be continued after. */
  #known(tokens: readonly number[]): readonly number[] {
    const { size } = this.#loaded.target.vocabulary;
    if (tokens.every((token) => token < size)) return tokens;
    throw new OutriderError(
      "invalid-input",
      "The beginning of this reply was written by another model. Choose that one as the target, or answer afresh.",
    );
  }

  #count(summary: Summary): void {
    this.#stats = {
      replies: this.#stats.replies + 1,
      tokens: this.#stats.tokens + summary.tokens.length - summary.givenTokens,
      rounds: this.#stats.rounds + summary.rounds,
      drafted: this.#stats.drafted + summary.drafted,
      tested: this.#stats.tested + summary.tested,
      accepted: this.#stats.accepted + summary.accepted,
    };
  }
}

function parseDecoding(input: z.input<typeof decodingSchema>): z.output<typeof decodingSchema> {
  const parsed = decodingSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = issue?.path.join(".") ?? "decoding";
  throw new OutriderError(
    "invalid-input",
    `The decoding setting ${name} is out of range: ${issue?.message ?? "invalid"}.`,
  );
}
