import { commonPrefix } from "../context/align.ts";
import type { SharedContext } from "../context/shared-context.ts";
import type { Rules } from "../decoding/rules.ts";
import { lengthThatPays, paysToGoOn } from "../pacing/stop-rule.ts";
import type { Row, TokenId, Vocabulary } from "../runtime/runtime.ts";
import type { Calibration } from "./calibration.ts";
import { type Allowance, type Draft, type Drafter, type Guess, isDrawn } from "./drafter.ts";
import { modelClass } from "./model-chances.ts";

interface ModelDrafterOptions {
  readonly context: SharedContext;
  readonly rules: Rules;
  readonly target: Vocabulary;
  readonly calibration: Calibration;
  /** A draft ends where its model's best guess has less probability. */
  readonly minConfidence: number;
}

/**
 * Guesses with the draft model, one evaluation a guess. Where costs are given the draft ends as soon as another guess would
 * not pay.
 *
 * How sure the draft is of a guess is the probability of its best one, whichever is drawn: a position is left out before
 * anything was drawn for it, so the distribution of the reply does not change ({@link Drafter.draft}). A greedy draft says
 * the same every time, so its tail may be cut off again once it shows that nothing better comes after it.
 */
export function createModelDrafter(options: ModelDrafterOptions): Drafter {
  const { context, rules, target, calibration, minConfidence } = options;
  let last: { readonly draft: GrowingDraft; readonly from: number } | null = null;

  const learn = (text: readonly TokenId[]): void => {
    if (last !== null) calibration.observe(last.draft.sent, last.draft.keptIn(text, last.from));
    last = null;
  };

  /** Drafts until something ends it; null: all k were drafted. */
  const fill = async (draft: GrowingDraft, k: number, signal: AbortSignal): Promise<Draft["end"]> => {
    const request = rules.request([]);
    while (draft.guesses.length < k && !signal.aborted) {
      if (!draft.pays(calibration.usual, false)) return "does-not-pay";
      const row = verifiable(await context.guess(draft.tokens, request, signal), target);
      if (row === null || confidenceOf(row) < minConfidence) return "confidence";
      const guessClass = modelClass(confidenceOf(row));
      if (!draft.pays(calibration.chance(guessClass), true)) return "does-not-pay";
      const proposal = rules.propose(row, context.recent(draft.tokens));
      draft.add({ proposal, row }, guessClass);
      if (target.endsGeneration(proposal.token)) return draft.guesses.length < k ? "end-of-generation" : null;
    }
    return null;
  };

  return {
    prepare: (signal) => context.prefillDraft(signal),
    async draft({ model: { k, costs }, signal }) {
      learn(context.history);
      if (k <= 0) return null;
      const draft = new GrowingDraft({ k, costs }, calibration);
      const end = await fill(draft, k, signal);
      last = { draft, from: context.history.length };
      return { drafter: "model", end: draft.cutTail() ? "does-not-pay" : end, guesses: draft.guesses };
    },
  };
}

/** The guesses of a round so far, and whether another one would pay. */
class GrowingDraft {
  readonly guesses: Guess[] = [];
  readonly tokens: TokenId[] = [];
  readonly #classes: number[] = [];
  readonly #chances: number[] = [];
  readonly #allowance: Allowance;
  readonly #calibration: Calibration;
  #kept = 1;

  constructor(allowance: Allowance, calibration: Calibration) {
    this.#allowance = allowance;
    this.#calibration = calibration;
  }

  /** The classes of the guesses. */
  get sent(): readonly number[] {
    return this.#classes;
  }

  /** How many guesses a text begins with, from an index on. */
  keptIn(text: readonly TokenId[], from: number): number {
    return commonPrefix(this.tokens, text.slice(from));
  }

  /**
   * Whether the next guess pays.
   *
   * @param chance to be kept
   * @param isKnown whether it was evaluated already
   */
  pays(chance: number, isKnown: boolean): boolean {
    const { k, costs } = this.#allowance;
    const drafted = this.guesses.length;
    // That a first guess pays is what k says: it was chosen by how such drafts have done.
    if (costs === null || drafted === 0) return true;
    return paysToGoOn({ drafted, kept: this.#kept * chance, usual: this.#calibration.usual, isKnown, limit: k }, costs);
  }

  add(guess: Guess, guessClass: number): void {
    const chance = this.#calibration.chance(guessClass);
    this.guesses.push(guess);
    this.tokens.push(guess.proposal.token);
    this.#classes.push(guessClass);
    this.#chances.push(chance);
    this.#kept *= chance;
  }

  /** Leaves out guesses at the end that were made for the sake of later ones, which then did not come. */
  cutTail(): boolean {
    const { costs } = this.#allowance;
    const length = this.guesses.length;
    if (costs === null || length <= 1 || this.guesses.some(isDrawn)) return false;
    const pays = Math.max(1, lengthThatPays(this.#chances, costs));
    for (const list of [this.guesses, this.tokens, this.#classes, this.#chances]) list.length = pays;
    return pays < length;
  }
}

/** q of the best guess. */
function confidenceOf(row: Row): number {
  return 1 / row.totalWeight;
}

/**
 * The row without tokens the target does not have: a draft may have up to 128 more (llama.cpp's rule). They are left out
 * before a guess is drawn, not the guess afterwards. Null: nothing is left.
 */
function verifiable(row: Row, target: Vocabulary): Row | null {
  if (row.logits.every(({ id }) => id < target.size)) return row;
  const logits = row.logits.filter(({ id }) => id < target.size);
  return logits.length === 0 ? null : { ...row, logits };
}
