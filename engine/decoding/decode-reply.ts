import { asksForModel, type Decoding, type KChoice, LONGEST_DRAFT, MAXIMUM_K } from "../../contract/decoding.ts";
import type { LoadedPair } from "../../contract/loading.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import type { Segment, Summary } from "../../contract/summary.ts";
import type { ContextShift, FinishReason, Note, Round, RoundEnd } from "../../contract/trace.ts";
import type { CacheReuse, SharedContext } from "../context/shared-context.ts";
import type { Calibration } from "../drafting/calibration.ts";
import { createDrafter } from "../drafting/create-drafter.ts";
import type { Drafter, DraftOrder, GuessSource } from "../drafting/drafter.ts";
import type { AutoPace } from "../pacing/auto-pace.ts";
import { decideDraftLength, type Pace } from "../pacing/draft-length.ts";
import { RecentPace, type RoundCosts } from "../pacing/stop-rule.ts";
import { fitPrompt, tokensAfterLeaving } from "../prompt/fit-prompt.ts";
import type { ReplyPrompt } from "../prompt/reply-prompt.ts";
import type { EvaluationCount, Sequence, TokenId, Vocabulary } from "../runtime/runtime.ts";
import { createRandomSource } from "../sampling/random-source.ts";
import { ReplyText } from "../text/reply-text.ts";
import { Segmenter } from "../text/segmenter.ts";
import { segmentsOf } from "../text/segments.ts";
import { type DecodedRound, DrafterFailure, decodeRound } from "./decode-round.ts";
import { emitChosen } from "./emit-chosen.ts";
import { judgeReply } from "./judge-reply.ts";
import { PlainTime } from "./plain-time.ts";
import { createRules, type Rules } from "./rules.ts";
import { Tally } from "./tally.ts";

/** Parts of a reply that tests replace, to show that wrong ones are found out; a script replaces the drafter too. */
export interface ReplyParts {
  /** A drafter in place of the one that the settings name. */
  readonly createDrafter?: (context: SharedContext, rules: Rules) => Drafter;
  /** Rules in place of the real ones. */
  readonly createRules?: typeof createRules;
}

export interface ReplyJob extends ReplyParts {
  readonly context: SharedContext;
  readonly target: { readonly sequence: Sequence; readonly vocabulary: Vocabulary };
  /** Null: there is none. */
  readonly draft: { readonly sequence: Sequence } | null;
  readonly pair: LoadedPair;
  /** Why no drafter may be used with this target; null: any may. */
  readonly rollbackProblem: string | null;
  readonly prompt: ReplyPrompt;
  /** Tokens the reply begins with; what is decoded follows them. */
  readonly replyStart?: readonly TokenId[];
  /** Comes before anything the models say; not given: they begin. */
  readonly chosen?: TokenId | undefined;
  /** The seed is drawn by now. */
  readonly decoding: Decoding & { readonly seed: number };
  /** Read before each round. */
  readonly currentK: () => KChoice;
  /** Knows what passes cost here, and learns from every round. */
  readonly pace: AutoPace;
  /** Knows how often which of the draft's guesses are kept, and learns from every draft. */
  readonly modelCalibration: Calibration;
  readonly signal: AbortSignal;
  readonly onStart: (promptTokens: number, reuse: CacheReuse) => void;
  /** The prompt has been read; the first round starts once this has resolved. */
  readonly onPrefilled?: () => Promise<void>;
}

/**
 * Decodes one reply. Rounds are yielded as soon as the texts of their tokens are final, in order, each once.
 *
 * @throws OutriderError context-full where the prompt leaves no room for a reply; engine-failed where the target breaks
 */
export async function* decodeReply(job: ReplyJob): AsyncGenerator<Round, Summary> {
  const { target, replyStart = [] } = job;
  const start = performance.now();
  const before = { target: target.sequence.count, draft: job.draft?.sequence.count ?? noEvaluations };
  const reply = new Reply(job);
  const { promptTokens, reuse } = await reply.begin();
  job.onStart(promptTokens, reuse);
  await reply.prefill();
  const prefillMs = performance.now() - start;
  await job.onPrefilled?.();

  let timeToFirstTokenMs: number | null = null;
  for (let chosen = job.chosen; reply.finishReason === null; chosen = undefined) {
    if (chosen === undefined) await reply.nextRound();
    else await reply.takeChosen(chosen);
    timeToFirstTokenMs ??= reply.text.length > replyStart.length ? performance.now() - start : null;
    yield* reply.settledRounds();
  }
  reply.finish();
  yield* reply.settledRounds();
  await reply.bringDraftUp();

  const { seed, ...decoding } = job.decoding;
  return {
    text: reply.text.text,
    tokens: [...reply.text.tokens],
    givenTokens: replyStart.length,
    segments: reply.segments,
    finishReason: reply.finishReason,
    promptTokens,
    left: { messages: reply.prompt.left, shifts: [...reply.shifts] },
    cachedTokens: reuse,
    ...reply.tally.figures,
    timeToFirstTokenMs,
    timing: { loadMs: job.pair.loadMs, prefillMs, ...reply.tally.timing },
    calls: {
      target: target.sequence.count.calls - before.target.calls,
      targetRows: target.sequence.count.rows - before.target.rows,
      draft: (job.draft?.sequence.count.calls ?? 0) - before.draft.calls,
    },
    verdict: judgeReply({
      tally: reply.tally,
      plainTime: reply.plainTime,
      plain: job.pace.explain(0).plain,
      byAuto: reply.byAuto,
    }),
    notes: [...reply.notes],
    settings: { ...decoding, k: job.currentK(), seed, pair: job.pair },
  };
}

const noEvaluations: EvaluationCount = { calls: 0, rows: 0 };

function requireRoom(promptTokens: number, capacity: number): void {
  if (promptTokens <= capacity) return;
  throw new OutriderError(
    "context-full",
    `The prompt has ${promptTokens} tokens, the context holds ${capacity}. Shorten the prompt, or load the model with a larger context.`,
  );
}

type Paces = Readonly<Record<GuessSource, Pace>>;

/** Decoded, but not yielded yet. */
interface WaitingRound {
  readonly round: DecodedRound;
  readonly pace: Pace;
  readonly shift: ContextShift | null;
}

/** The state of a reply from round to round. */
class Reply {
  readonly text: ReplyText;
  readonly tally = new Tally();
  readonly notes: Note[] = [];
  /** As it is now: its oldest turns may leave. */
  prompt: ReplyPrompt;
  readonly shifts: ContextShift[] = [];
  finishReason: FinishReason | null = null;
  readonly plainTime = new PlainTime();
  /** Whether auto decided on any round. */
  byAuto = false;
  readonly #job: ReplyJob;
  readonly #rules: Rules;
  #drafter: Drafter | null;
  readonly #waiting: WaitingRound[] = [];
  readonly #recent = new RecentPace();
  #draftFailed = false;
  #yielded = 0;
  #yieldedTokens: number;

  readonly #segmenter: Segmenter;
  readonly #segmentMs = { thinking: 0, answer: 0 };
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
    this.#yieldedTokens = this.text.length;
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
    if (this.#paces().model.k === 0) return;
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
    const paces = this.#paces();
    if (paces.model.reason === "draft-context-full") this.#noteDraftContextFull();
    try {
      const round = await decodeRound({
        context,
        rules: this.#rules,
        drafter: this.#drafter,
        order: this.#order(paces),
        vocabulary: target.vocabulary,
        withCandidates: decoding.capture === "candidates",
        emit: (token) => this.#emit(token),
        signal,
      });
      if (round === null) {
        this.finishReason = "aborted";
        return;
      }
      this.#learn(round);
      this.#take(round, this.#paceOf(round, paces));
    } catch (error) {
      if (error instanceof DrafterFailure) this.#giveUpDraft(error);
      else this.#endOrThrow(error);
    }
  }

  #take(round: DecodedRound, pace: Pace): void {
    this.tally.add(round);
    this.#waiting.push({ round, pace, shift: this.#shift });
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
    return segmentsOf(this.text, this.#segmenter, this.#segmentMs);
  }

  /** Rounds that were not yielded yet and whose texts are final. */
  *settledRounds(): Generator<Round> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const end = this.#yieldedTokens + next.round.emitted.length;
      if (!this.text.isSettled(end) || !this.#segmenter.isDecided(end)) return;
      this.#waiting.shift();
      yield this.#finishRound(next);
      this.#yielded += 1;
      this.#yieldedTokens = end;
    }
  }

  #finishRound({ round, pace, shift }: WaitingRound): Round {
    const { drafter, draftEnd, emitted, candidates, drafted, end, timing } = round;
    const { thinkingTokens } = this.#segmenter;
    const segment = this.#yieldedTokens < thinkingTokens ? "thinking" : "answer";
    this.#segmentMs[segment] += timing.draftMs + timing.verifyMs + timing.overheadMs;
    return {
      index: this.#yielded,
      ...(shift === null ? {} : { shift }),
      ...pace,
      drafter,
      ...(draftEnd === null ? {} : { draftEnd }),
      drafted: [...drafted],
      emitted: emitted.map((token, offset) => ({
        ...token,
        ...this.text.record(this.#yieldedTokens + offset),
        ...(this.#yieldedTokens + offset < thinkingTokens ? { thinking: true } : {}),
      })),
      end,
      ...(candidates === null ? {} : { candidates: [...candidates] }),
      timing,
    };
  }

  /** What the next round may draft, by who drafts. */
  #paces(): Paces {
    const { context, currentK, pace } = this.#job;
    const choice = currentK();
    if (choice !== "auto") return { model: this.#limit("model", choice), lookup: this.#limit("lookup", choice) };
    const model = this.#limit("model", MAXIMUM_K);
    return {
      model: model.k === 0 ? model : pace.decide(model.k, Math.max(0, context.draftLag)),
      lookup: this.#lookupPace(),
    };
  }

  /** Under auto: how long a look-up's draft becomes is settled by what it finds, once a pass was timed at all. */
  #lookupPace(): Pace {
    const limit = this.#limit("lookup", LONGEST_DRAFT);
    if (limit.k === 0) return limit;
    this.byAuto = true;
    return this.#job.pace.costs === null ? { k: 0, reason: "probe" } : { k: limit.k, reason: "auto-lookup" };
  }

  #order({ model, lookup }: Paces): DraftOrder {
    const { currentK, signal } = this.#job;
    const costs = currentK() === "auto" ? this.#costs() : null;
    return {
      // A probe is made to learn how all of k does.
      model: { k: model.k, costs: model.reason === "probe" ? null : costs },
      lookup: { k: lookup.k, costs },
      signal,
    };
  }

  #costs(): RoundCosts | null {
    const { costs } = this.#job.pace;
    return costs === null ? null : { ...costs, tokenMs: this.#recent.msPerToken(costs.verifyMs(1)) };
  }

  /** The pace of whoever drafted, or might have. */
  #paceOf({ drafter }: DecodedRound, paces: Paces): Pace {
    if (drafter !== "off") return paces[drafter];
    return this.#job.decoding.drafter === "lookup" ? paces.lookup : paces.model;
  }

  /** k, or what there is room for. */
  #limit(source: GuessSource, k: number): Pace {
    const { context, decoding } = this.#job;
    return decideDraftLength({
      k,
      maxDraftTokens: decoding.maxDraftTokens,
      remaining: decoding.maxTokens - this.#decoded,
      targetRoom: context.targetRoom,
      draftRoom: source === "model" && asksForModel(decoding.drafter) ? context.draftRoom : Number.POSITIVE_INFINITY,
      draft: this.#draftState(),
    });
  }

  #learn({ drafter, drafted, emitted, timing }: DecodedRound): void {
    const { decoding, pace } = this.#job;
    const { draftMs } = timing;
    const verifyMs = timing.verifyMs + timing.overheadMs;
    this.#recent.observe(draftMs + verifyMs, emitted.length);
    const width = drafted.length + 1;
    // What was looked up says nothing of how the model's guesses do.
    const counts = drafter !== "lookup" || decoding.drafter === "lookup";
    const none = { drafted: 0, accepted: 0, tested: 0, draftMs: 0 };
    const drafts = {
      drafted: drafted.length,
      accepted: drafted.filter((token) => token.verdict === "accepted").length,
      tested: drafted.filter((token) => token.verdict !== "untested").length,
      draftMs,
    };
    pace.observe({ ...(counts ? drafts : none), width, verifyMs });
    this.plainTime.add({ drafted, emitted, timing }, pace.costs?.verifyMs(1) ?? verifyMs);
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
    const cause = error instanceof Error ? error.message : String(error);
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
      { cause: error, details: error instanceof Error ? error.message : String(error) },
    );
  }
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
