import type { LoadedPair } from "../../contract/loading.ts";
import { messageOf, OutriderError } from "../../contract/outrider-error.ts";
import type { Segment } from "../../contract/summary.ts";
import type { ContextShift, FinishReason, Note, Round, RoundEnd } from "../../contract/trace.ts";
import type { CacheReuse } from "../context/shared-context.ts";
import { createDrafter } from "../drafting/create-drafter.ts";
import type { Drafter } from "../drafting/drafter.ts";
import type { Pace } from "../pacing/draft-length.ts";
import { fitPrompt, tokensAfterLeaving } from "../prompt/fit-prompt.ts";
import type { ReplyPrompt } from "../prompt/reply-prompt.ts";
import type { TokenId } from "../runtime/runtime.ts";
import { createRandomSource } from "../sampling/random-source.ts";
import { ReplyText } from "../text/reply-text.ts";
import { Segmenter } from "../text/segmenter.ts";
import { segmentsOf } from "../text/segments.ts";
import { type DecodedRound, DrafterFailure, decodeRound } from "./decode-round.ts";
import { emitChosen } from "./emit-chosen.ts";
import type { ReplyJob } from "./reply-job.ts";
import { type Paces, ReplyPace } from "./reply-pace.ts";
import { createRules, type Rules } from "./rules.ts";
import { Tally } from "./tally.ts";
import { WaitingRounds } from "./waiting-rounds.ts";

/** The state of a reply from round to round. */
export class Reply {
  readonly text: ReplyText;
  readonly tally = new Tally();
  readonly notes: Note[] = [];
  /** As it is now: its oldest turns may leave. */
  prompt: ReplyPrompt;
  readonly shifts: ContextShift[] = [];
  finishReason: FinishReason | null = null;
  readonly pace: ReplyPace;
  readonly #job: ReplyJob;
  readonly #rules: Rules;
  readonly #segmenter: Segmenter;
  readonly #rounds: WaitingRounds;
  #drafter: Drafter | null;
  #draftFailed = false;
  /** Since the last round. */
  #shift: ContextShift | null = null;

  constructor(job: ReplyJob) {
    this.#job = job;
    this.prompt = job.prompt;
    const missing = noteOfMissingDraft(job.pair);
    if (missing !== null) this.notes.push(missing);
    this.text = new ReplyText(job.target.vocabulary, job.decoding.stop, job.replyStart);
    this.#segmenter = new Segmenter(job.target.vocabulary, job.prompt.opened?.tags ?? null);
    for (const token of this.text.tokens) this.#segmenter.push(token);
    this.#rounds = new WaitingRounds(this.text, this.#segmenter);
    this.pace = new ReplyPace(job);
    this.#rules = (job.createRules ?? createRules)(job.decoding, createRandomSource(job.decoding.seed));
    this.#drafter = job.createDrafter?.(job.context, this.#rules) ?? this.#createDrafter();
    if (job.rollbackProblem !== null && job.decoding.drafter !== "off") this.#note("no-rollback", job.rollbackProblem);
  }

  /** Turns that leave no room for a reply leave, and the caches keep what they can of the rest. */
  async begin(): Promise<{ readonly promptTokens: number; readonly reuse: CacheReuse }> {
    const { context, decoding, target, replyStart = [] } = this.#job;
    const { capacity } = target.sequence;
    const before = this.prompt;
    const room = capacity - replyStart.length;
    this.prompt = fitPrompt(before, room, decoding.maxTokens);
    const tokens = [...this.prompt.tokens, ...replyStart];
    requireRoom(tokens.length, capacity);
    this.#recordShift(before, 0);
    return { promptTokens: tokens.length, reuse: await context.begin(tokens, [...before.tokens, ...replyStart]) };
  }

  async prefill(): Promise<void> {
    const { context, pace, signal } = this.#job;
    pace.startReply();
    try {
      await context.prefillTarget(signal);
    } catch (error) {
      this.#endOrThrow(error);
      return;
    }
    if (this.#decidePaces().model.k === 0) return;
    try {
      await this.#drafter?.prepare(signal);
    } catch (error) {
      if (signal.aborted) this.finishReason = "aborted";
      else this.#giveUpDraft(error);
    }
  }

  /**
   * A reply that ends with rounds without drafts leaves the draft's cache behind the target's. What it lacks is
   * evaluated now, while the user reads, and not before the first token of the next turn.
   */
  async bringDraftUp(): Promise<void> {
    const { context, signal } = this.#job;
    if (signal.aborted || this.tally.figures.drafted === 0 || context.draftLag <= 1) return;
    try {
      await this.#drafter?.prepare(signal);
    } catch (error) {
      if (!signal.aborted) this.#giveUpDraft(error);
    }
  }

  /** A round for the user's own token. */
  async takeChosen(token: TokenId): Promise<void> {
    const { context, target, decoding } = this.#job;
    if (context.targetRoom < 1) await this.#makeRoom();
    if (this.finishReason !== null) return;
    try {
      const round = await emitChosen(
        {
          context,
          rules: this.#rules,
          vocabulary: target.vocabulary,
          withCandidates: decoding.capture === "candidates",
          emit: (emitted) => this.#emit(emitted),
        },
        token,
      );
      this.#take(round, { k: 0, reason: "chosen" });
    } catch (error) {
      this.#endOrThrow(error);
    }
  }

  async nextRound(): Promise<void> {
    const { context, target, decoding, signal } = this.#job;
    if (signal.aborted) {
      this.finishReason = "aborted";
      return;
    }
    if (context.targetRoom < 1) await this.#makeRoom();
    if (this.finishReason !== null) return;
    const paces = this.#decidePaces();
    if (paces.model.reason === "draft-context-full") this.#noteDraftContextFull();
    try {
      const round = await decodeRound({
        context,
        rules: this.#rules,
        drafter: this.#drafter,
        order: this.pace.order(paces),
        vocabulary: target.vocabulary,
        withCandidates: decoding.capture === "candidates",
        emit: (token) => this.#emit(token),
        signal,
      });
      if (round === null) {
        this.finishReason = "aborted";
        return;
      }
      this.pace.learn(round);
      this.#take(round, this.pace.ofRound(round, paces));
    } catch (error) {
      if (error instanceof DrafterFailure) this.#giveUpDraft(error);
      else this.#endOrThrow(error);
    }
  }

  #take(round: DecodedRound, pace: Pace): void {
    this.tally.add(round);
    this.#rounds.add({ round, pace, shift: this.#shift });
    this.#shift = null;
    this.finishReason = finishReasonOf(round.end);
  }

  /** The context is full in mid-reply: the oldest turns leave, or where none can the reply ends. */
  async #makeRoom(): Promise<void> {
    const { context, target, signal } = this.#job;
    const before = this.prompt;
    const next = before.shrink(tokensAfterLeaving(target.sequence.capacity) - this.text.length);
    if (next === null) {
      this.finishReason = "context-end";
      return;
    }
    this.prompt = next;
    this.#recordShift(before, this.text.length);
    try {
      await context.shift([...next.tokens, ...this.text.tokens]);
      // Where positions can be changed nothing is missing.
      await context.prefillTarget(signal);
    } catch (error) {
      this.#endOrThrow(error);
    }
  }

  #recordShift(before: ReplyPrompt, at: number): void {
    if (this.prompt.left === before.left) return;
    this.#shift = {
      at,
      messages: this.prompt.left - before.left,
      tokens: before.tokens.length - this.prompt.tokens.length,
    };
    this.shifts.push(this.#shift);
  }

  /** No more tokens will come. The next turn is not told what was thought: the caches can do without it. */
  finish(): void {
    this.text.finish();
    this.#segmenter.finish();
    const { closed, thinkingTokens } = this.#segmenter;
    if (!closed) return;
    const start = this.#job.context.history.length - this.text.length;
    this.#job.context.mayLeave({
      start: start - (this.prompt.opened?.tokens ?? 0),
      end: start + thinkingTokens,
    });
  }

  get segments(): Segment[] {
    return segmentsOf(this.text, this.#segmenter, this.#rounds.segmentMs);
  }

  /** Rounds that were not yielded yet and whose texts are final. */
  settledRounds(): Generator<Round> {
    return this.#rounds.settle();
  }

  #decidePaces(): Paces {
    return this.pace.decide({
      remaining: this.#job.decoding.maxTokens - this.#decoded,
      draft: this.#draftState(),
    });
  }

  #draftState(): "ready" | "none" | "failed" {
    if (this.#draftFailed) return "failed";
    if (this.#drafter !== null) return "ready";
    return this.#job.decoding.drafter !== "off" && this.#job.pair.draftProblem !== null ? "failed" : "none";
  }

  #emit(token: TokenId): RoundEnd | null {
    this.text.push(token);
    this.#segmenter.push(token);
    if (this.#job.target.vocabulary.endsGeneration(token)) return "end-of-generation";
    if (this.text.stopped) return "stop-string";
    return this.#decoded >= this.#job.decoding.maxTokens ? "max-tokens" : null;
  }

  /** How many tokens of the reply were not given. */
  get #decoded(): number {
    return this.text.length - (this.#job.replyStart?.length ?? 0);
  }

  #giveUpDraft(error: unknown): void {
    this.#job.context.dropDraft();
    this.#drafter = this.#createDrafter();
    this.#draftFailed = this.#drafter === null;
    const cause = messageOf(error);
    this.#note(
      "draft-failed",
      `The draft broke in mid-reply (${cause}). The reply went on without it; load the pair again to use it.`,
    );
  }

  #noteDraftContextFull(): void {
    const tokens = this.#job.pair.draft?.contextSize;
    this.#note(
      "draft-context-full",
      `The chat has outgrown the draft's context (${tokens} tokens). The rest of the reply was decoded without drafts.`,
    );
  }

  #createDrafter(): Drafter | null {
    const { context, decoding, modelCalibration, rollbackProblem, target } = this.#job;
    if (rollbackProblem !== null) return null;
    return createDrafter({
      settings: decoding,
      context,
      rules: this.#rules,
      target: target.vocabulary,
      modelCalibration,
    });
  }

  #note(code: Note["code"], text: string): void {
    if (!this.notes.some((note) => note.code === code)) this.notes.push({ code, text });
  }

  #endOrThrow(error: unknown): void {
    if (this.#job.signal.aborted) {
      this.finishReason = "aborted";
      return;
    }
    if (error instanceof OutriderError) throw error;
    throw new OutriderError(
      "engine-failed",
      "The target model failed while it computed. Try again; if it happens again, load it with a smaller context or with the GPU off.",
      { cause: error, details: messageOf(error) },
    );
  }
}

function requireRoom(promptTokens: number, capacity: number): void {
  if (promptTokens <= capacity) return;
  throw new OutriderError(
    "context-full",
    `The prompt has ${promptTokens} tokens, the context holds ${capacity}. Shorten the prompt, or load the model with a larger context.`,
  );
}

function finishReasonOf(end: RoundEnd): FinishReason | null {
  switch (end) {
    case "end-of-generation":
    case "stop-string":
    case "max-tokens":
      return end;
    case "mismatch":
    case "all-accepted":
    case "plain":
    case "chosen":
      return null;
  }
}

function noteOfMissingDraft(pair: LoadedPair): Note | null {
  if (pair.draftProblem === null) return null;
  const code = pair.draftProblem.kind === "pair-mismatch" ? "pair-mismatch" : "draft-failed";
  return { code, text: pair.draftProblem.message };
}
