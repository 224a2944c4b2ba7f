import type { Row, RowRequest, Sequence, TokenId } from "../runtime/runtime.ts";
import { PENALTY_WINDOW } from "../sampling/repeat-penalty.ts";
import { type Alignment, align, gapBetween, type Stretch, samePrefix } from "./align.ts";
import { evaluateUpTo } from "./evaluate-up-to.ts";

/** How much of a prompt each cache already held. */
export interface CacheReuse {
  readonly target: number;
  readonly draft: number | null;
}

/**
 * The one owner of both caches. Both hold a prefix of the same history (prompt + emitted tokens) at the same positions:
 * the target all of it but the last token, which the next round evaluates; the draft as much as it has needed so far.
 * Nobody else evaluates, rolls back, shifts or clears.
 */
export class SharedContext {
  readonly #target: Sequence;
  #draft: Sequence | null;
  #history: TokenId[] = [];
  /** Stretches of the history that the next prompt may lack, in order. */
  #mayLeave: readonly Stretch[] = [];
  /** Guesses the draft has been asked to go on from in this round; they may be in its cache. */
  #guessed = 0;

  /** @param target may hold what was said beside another draft: that need not be evaluated again */
  constructor(target: Sequence, draft: Sequence | null) {
    this.#target = target;
    this.#draft = draft;
    this.#history = [...target.tokens];
  }

  /** Prompt and emitted tokens, in order. */
  get history(): readonly TokenId[] {
    return this.#history;
  }

  /** The last tokens before a position of this round: as many as the repeat penalty looks at. */
  recent(guesses: readonly TokenId[]): readonly TokenId[] {
    return [...this.#history.slice(-PENALTY_WINDOW), ...guesses];
  }

  /** Tokens that one target pass can still take: k + 1 must not be more. */
  get targetRoom(): number {
    return Math.min(this.#target.batchSize, this.#target.capacity - this.#target.tokens.length);
  }

  /** Tokens the draft could guess before its cache is full (it need not hold its last guess). */
  get draftRoom(): number {
    return this.#draft === null ? 0 : this.#draft.capacity - this.#history.length + 1;
  }

  /** Tokens of the history that the draft has not seen yet, apart from the last; 0 where it could not hold them. */
  get draftLag(): number {
    if (this.#draft === null || this.draftRoom <= 0) return 0;
    return this.#history.length - 1 - this.#draft.tokens.length;
  }

  /**
   * Starts a reply: both caches keep as much as they can of the prompt. The last prompt token is always left for the
   * first round, which needs its row.
   *
   * @param before the prompt as it was before its oldest turns left just now: what both caches hold of the turns that
   * stayed is kept, at new positions
   */
  async begin(prompt: readonly TokenId[], before: readonly TokenId[] = prompt): Promise<CacheReuse> {
    const gap = gapBetween(before, prompt);
    const turns = gap !== null && samePrefix(this.#history, before, gap.end) ? [gap] : [];
    const later = this.#mayLeave.filter(({ start }) => start >= (turns[0]?.end ?? 0));
    await this.#become(prompt, [...turns, ...later]);
    return { target: this.#target.tokens.length, draft: this.#draft?.tokens.length ?? null };
  }

  /** The next prompt may lack this stretch of the history, such as the thinking part of a reply, and keep what follows. */
  mayLeave(stretch: Stretch): void {
    this.#mayLeave = [...this.#mayLeave, stretch];
  }

  /**
   * In the middle of a reply, the oldest turns leave the history.
   *
   * @param history what stays, the reply so far included
   */
  async shift(history: readonly TokenId[]): Promise<void> {
    const gap = gapBetween(this.#history, history);
    await this.#become(history, gap === null ? [] : [gap]);
  }

  /**
   * As if nothing had been said yet, so that replies can be compared: the draft has seen nothing, and the target nothing
   * but this very prompt, read in the same passes.
   */
  async forgetOtherThan(prompt: readonly TokenId[]): Promise<void> {
    await this.#draft?.truncate(0);
    if (!samePrefix(this.#target.tokens, prompt, prompt.length - 1)) await this.#target.truncate(0);
  }

  /** Brings the target's cache up to the last token, in passes as large as possible. */
  async prefillTarget(signal: AbortSignal): Promise<void> {
    await this.#catchUp(this.#target, signal);
  }

  /**
   * The same for the draft, where it can hold the history. Not needed before {@link guess}, but prefill time is then
   * counted as such.
   */
  async prefillDraft(signal: AbortSignal): Promise<void> {
    if (this.#draft !== null && this.draftRoom > 0) await this.#catchUp(this.#draft, signal);
  }

  /** The draft's row after the history and its own guesses so far in this round. */
  async guess(guesses: readonly TokenId[], request: RowRequest, signal: AbortSignal): Promise<Row> {
    const draft = this.#draft;
    if (draft === null) throw new Error("a guess was asked for without a draft");
    const last = guesses.at(-1);
    const unseen = last === undefined ? await this.#almostCatchUp(draft, signal) : [last];
    this.#guessed = guesses.length;
    const rows = await draft.evaluate(
      unseen,
      unseen.map((_token, index) => (index === unseen.length - 1 ? request : null)),
    );
    const row = rows.at(-1);
    if (row === null || row === undefined) throw new Error("the draft returned no row");
    return row;
  }

  /**
   * The target's rows after the last token of the history and after each drafted token, in one pass.
   *
   * @param goesOn is given each row in turn; none is read after one for which it is false
   */
  async verify(
    drafted: readonly TokenId[],
    requests: readonly RowRequest[],
    goesOn?: (row: Row, index: number) => boolean,
  ): Promise<readonly Row[]> {
    const pending = this.#history.at(-1);
    if (pending === undefined) throw new Error("nothing to verify on an empty history");
    const rows = await this.#target.evaluate([pending, ...drafted], requests, goesOn);
    return rows.filter((row) => row !== null);
  }

  /** Ends a round: the emitted tokens join the history, and both caches lose what is not a prefix of it. */
  async commit(emitted: readonly TokenId[]): Promise<void> {
    const before = this.#history.length;
    this.#history.push(...emitted);
    // Everything emitted but the last token was drafted, so whatever a cache holds up to there is right.
    const valid = Math.max(before, this.#history.length - 1);
    await this.#target.truncate(valid);
    if (this.#draft !== null) {
      const guessesKept = Math.min(this.#guessed, Math.max(0, emitted.length - 1));
      await this.#draft.truncate(before + guessesKept);
    }
    this.#guessed = 0;
    if (emitted.length > 0 && this.#target.tokens.length !== this.#history.length - 1) {
      throw new Error(`the target caches ${this.#target.tokens.length} of ${this.#history.length} tokens`);
    }
  }

  get hasDraft(): boolean {
    return this.#draft !== null;
  }

  /** The draft is of no more use to this pair. */
  dropDraft(): void {
    this.#draft = null;
    this.#guessed = 0;
  }

  /** Both caches give up what the new history does not have, and move what it has to its new place. */
  async #become(history: readonly TokenId[], gaps: readonly Stretch[]): Promise<void> {
    const alignment = align(this.#history, history, gaps);
    this.#history = [...history];
    this.#mayLeave = [];
    this.#guessed = 0;
    const most = history.length - 1;
    await follow(this.#target, alignment, most);
    if (this.#draft !== null) await follow(this.#draft, alignment, most);
  }

  /** What the draft has not seen, the last token of the history included, once it fits one pass. */
  async #almostCatchUp(draft: Sequence, signal: AbortSignal): Promise<readonly TokenId[]> {
    // After a round that was accepted whole two tokens are missing: one pass over both, not two.
    if (this.#history.length - draft.tokens.length > draft.batchSize) await this.#catchUp(draft, signal);
    return this.#history.slice(draft.tokens.length);
  }

  async #catchUp(sequence: Sequence, signal: AbortSignal): Promise<void> {
    await evaluateUpTo(sequence, this.#history, this.#history.length - 1, signal);
  }
}

async function follow(sequence: Sequence, { cuts, kept }: Alignment, most: number): Promise<void> {
  // From the end, so that the places of the other cuts stay right.
  for (const { start, end } of cuts.toReversed()) {
    if (end < sequence.tokens.length && sequence.canShift && start > 0) await sequence.remove(start, end);
    else await sequence.truncate(start);
  }
  await sequence.truncate(Math.min(kept, most));
}
