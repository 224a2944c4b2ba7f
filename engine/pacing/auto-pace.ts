import { AcceptanceHistory } from "./acceptance-history.ts";
import { Backoff } from "./backoff.ts";
import type { CostCurve } from "./cost-curve.ts";
import type { DraftCost } from "./draft-cost.ts";
import { type ExpectedRate, expectedRates } from "./expected-rates.ts";
import type { PlainSource, PlainTiming } from "./plain-timing.ts";
import { ProbeSchedule } from "./probe-schedule.ts";
import type { PassCosts } from "./stop-rule.ts";

/** Drafting starts where it promises this much more than plain decoding, and ends where it promises no more. */
const START_AT = 1.05;
/** k changes where another promises this much more: estimates waver by as much, and a new width has its price. */
const CHANGE_AT = 1.02;
/** A pass is at most so many times as wide as the widest timed so far: what lies far beyond is a guess, and dear if wrong. */
const WIDEN_BY = 2;
/** What a draft could reach at best on a text that suits it: near what lookup reaches while it copies. */
const BEST_ACCEPTANCE = 0.95;
/** A probe drafts as many tokens, up to PROBE_LENGTH, as lose at most this many plain tokens if none is accepted. */
const PROBE_LOSS = 0.5;
const PROBE_LENGTH = 2;
/** Rounds with drafts before one is made without, to measure plain decoding, and before another width is tried. */
const PLAIN_AFTER = 12;
const WIDTH_AFTER = 8;
/** Both grow rarer, up to this: then they cost about half a percent. */
const LONGEST_WAIT = 64;
/** A guess before one was ever timed: this share of a plain token, as with a draft a tenth of its target's size. */
const PRIOR_DRAFT_SHARE = 0.15;

export type AutoReason = "auto" | "auto-off" | "probe";

export interface AutoDecision {
  readonly k: number;
  readonly reason: AutoReason;
}

export interface PlainFigure {
  /** Milliseconds of a plain token now: at this depth, on the machine as busy as it is. */
  readonly msPerToken: number;
  readonly source: PlainSource;
  /** Milliseconds since a plain pass was last timed. */
  readonly ageMs: number;
}

/** What a round cost and brought. */
export interface ObservedRound {
  /** Tokens sent to verification. */
  readonly drafted: number;
  readonly accepted: number;
  readonly tested: number;
  /** Columns of the verify pass. */
  readonly width: number;
  readonly draftMs: number;
  /** All of the round that was not drafting, so that its overhead is weighed as well. */
  readonly verifyMs: number;
}

export interface AutoPaceOptions {
  readonly target: CostCurve;
  /** Null: guesses cost nothing, as with lookup. */
  readonly draft: DraftCost | null;
  readonly plain: PlainTiming;
  /** The verify widths to choose from, where the backend rebuilds its graph for each; all if left out. */
  readonly allowedWidths?: readonly number[];
}

/** What an inspector shows of the reasons. */
export interface PaceExplanation {
  /** Expected tokens per millisecond by k, from 0; empty while no pass was timed. */
  readonly rates: readonly ExpectedRate[];
  /** Null while no pass was timed. */
  readonly plain: PlainFigure | null;
  /** By position; those never tested extend the last that was. */
  readonly acceptances: readonly number[];
  /** Null while no guess was timed. */
  readonly draftMs: number | null;
}

interface Asked extends AutoDecision {
  readonly limit: number;
  readonly draftLag: number;
}

/**
 * Chooses k round by round (`k = auto`): the one that promises most tokens per millisecond by what passes cost here and
 * by what was accepted of late, 0 among them. While nothing is drafted, probes now and then see whether it would pay
 * again ({@link ProbeSchedule}). While something is, a plain round now and then keeps the comparison honest, and now and
 * then a k is tried whose width is so little known that it may be better. One object serves one pair of models for as long
 * as it is loaded. `decide` may be asked any number of times before the round it is for is observed.
 */
export class AutoPace {
  readonly #options: AutoPaceOptions;
  readonly #history = new AcceptanceHistory();
  readonly #probes = new ProbeSchedule();
  readonly #plainRounds = new Backoff(PLAIN_AFTER, LONGEST_WAIT);
  readonly #widthTrials = new Backoff(WIDTH_AFTER, LONGEST_WAIT);
  /** The k in force, probes aside. */
  #k = 0;
  /** The decision that waits for its round; null where somebody else decided. */
  #asked: Asked | null = null;

  constructor(options: AutoPaceOptions) {
    this.#options = options;
  }

  /** A reply starts: another text, perhaps at another depth. */
  startReply(): void {
    this.#options.target.loosen();
    this.#options.draft?.curve.loosen();
    this.#history.startText();
    this.#options.plain.startReply();
    this.#plainRounds.restart();
    this.#widthTrials.restart();
    this.#asked = null;
  }

  /**
   * The k of the next round. The reason `probe` stands for a round made to learn something: with drafts while none seem
   * to pay, or without while they do, or with a k that was not tried for long. Draft all of it, whatever the stop rule says.
   *
   * @param limit the largest k there is room for
   * @param draftLag tokens the drafter would have to catch up with first
   */
  decide(limit: number, draftLag = 0): AutoDecision {
    const decision = this.#choose(limit, draftLag);
    this.#asked = { ...decision, limit, draftLag };
    return decision;
  }

  /** Takes in a round, whoever decided its k. */
  observe(round: ObservedRound): void {
    const asked = this.#asked;
    this.#asked = null;
    const isProbe = asked?.reason === "probe" && asked.k > 0 && this.#k === 0;
    const loss = isProbe ? this.#lossOf(round, asked.draftLag) : 0;
    this.#learnCosts(round, asked?.draftLag ?? 0);
    if (isProbe && round.drafted > 0) this.#history.lookAway();
    this.#history.observe({ ...round, asked: asked?.k ?? round.drafted });
    // A probe whose drafter had nothing to guess was none, and stays due.
    if (isProbe && round.drafted > 0) this.#probes.settle(loss);
    if (!isProbe) this.#pass(round, asked);
  }

  /**
   * What passes cost now, for the rules within a round; null while no pass was timed. A width that is not to be used costs
   * more than anything. One that is wider than all that were timed counts as the least it may well take, so that it is tried
   * where it promises something: what it takes is then known.
   */
  get costs(): PassCosts | null {
    const { target } = this.#options;
    if (!target.isKnown) return null;
    const verifyMs = (width: number) => {
      if (!this.#isAllowed(width - 1)) return Number.POSITIVE_INFINITY;
      return width > target.widest ? target.atBest(width) : target.at(width);
    };
    return { verifyMs, guessMs: this.#draftMs };
  }

  /** @param limit the largest k to list */
  explain(limit: number): PaceExplanation {
    const { target, draft } = this.#options;
    const plain = this.#options.plain.last;
    return {
      rates: target.isKnown ? this.#rates(limit) : [],
      plain: target.isKnown && plain !== null ? { msPerToken: target.at(1), ...plain } : null,
      acceptances: this.#history.acceptances(limit),
      draftMs: draft === null ? 0 : draft.perGuess,
    };
  }

  #choose(room: number, draftLag: number): AutoDecision {
    const { target } = this.#options;
    if (room <= 0) return { k: 0, reason: "auto-off" };
    if (!target.isKnown) return { k: 0, reason: "probe" };
    const limit = Math.min(room, WIDEN_BY * target.widest - 1);
    const rates = this.#rates(limit);
    const best = this.#best(rates);

    if (this.#k === 0) {
      if (best.tokensPerMs > START_AT * rateAt(rates, 0)) return { k: best.k, reason: "auto" };
      const probe = this.#probeLength(limit);
      const isDue = probe > 0 && this.#probes.isDue(this.#roundMs(probe, draftLag) / target.at(1) - 1);
      return isDue ? { k: probe, reason: "probe" } : { k: 0, reason: "auto-off" };
    }
    if (best.k === 0) return { k: 0, reason: "auto-off" };
    if (this.#plainRounds.isDue) return { k: 0, reason: "probe" };
    const trial = this.#widthTrials.isDue ? this.#trial(limit) : null;
    if (trial !== null) return { k: trial, reason: "probe" };
    const stays = best.tokensPerMs < CHANGE_AT * rateAt(rates, this.#k);
    return { k: stays ? this.#k : best.k, reason: "auto" };
  }

  #learnCosts({ width, drafted, draftMs, verifyMs }: ObservedRound, draftLag: number): void {
    const { target, draft, plain } = this.#options;
    target.observe(width, verifyMs);
    draft?.observe(drafted, draftLag, draftMs);
    if (width === 1) plain.timed();
  }

  /** A round that was no probe for drafting: what is due comes closer, and the k that was decided is in force. */
  #pass({ width, drafted }: ObservedRound, asked: Asked | null): void {
    const wasTrial = asked?.reason === "probe" && asked.k > 0;
    this.#plainRounds.passRound();
    this.#widthTrials.passRound();
    if (width === 1) this.#plainRounds.double();
    if (wasTrial) this.#widthTrials.double();
    if (asked !== null && asked.reason !== "probe" && asked.limit > 0) this.#k = asked.k;
    if (this.#k > 0) this.#probes.restart();
    this.#probes.passRound(this.#k > 0 || this.#couldPay(asked?.limit ?? drafted));
  }

  get #draftMs(): number {
    const { draft, target } = this.#options;
    return draft === null ? 0 : (draft.perGuess ?? PRIOR_DRAFT_SHARE * target.at(1));
  }

  #rates(limit: number, verifyMs = (width: number) => this.#options.target.at(width)): readonly ExpectedRate[] {
    return expectedRates({
      acceptances: this.#history.acceptances(limit),
      reaches: this.#history.reaches(limit),
      draftMs: this.#draftMs,
      verifyMs,
    });
  }

  #best(rates: readonly ExpectedRate[]): ExpectedRate {
    return rates
      .filter(({ k }) => this.#isAllowed(k))
      .reduce((best, rate) => (rate.tokensPerMs > best.tokensPerMs ? rate : best));
  }

  #isAllowed(k: number): boolean {
    return k === 0 || (this.#options.allowedWidths?.includes(k + 1) ?? true);
  }

  /** A k that would be better than the one in force if both widths took the least they may; null: there is none. */
  #trial(limit: number): number | null {
    const { target } = this.#options;
    const rates = this.#rates(limit, (width) => target.atBest(width));
    const best = this.#best(rates);
    return best.k > 0 && best.tokensPerMs > CHANGE_AT * rateAt(rates, this.#k) ? best.k : null;
  }

  /** How many tokens a probe drafts; 0 where no k is allowed. */
  #probeLength(limit: number): number {
    const { target } = this.#options;
    const allowed = Array.from({ length: limit }, (_unused, index) => index + 1).filter((k) => this.#isAllowed(k));
    const cheap = allowed.filter((k) => k <= PROBE_LENGTH && this.#roundMs(k, 0) <= (1 + PROBE_LOSS) * target.at(1));
    return cheap.at(-1) ?? allowed[0] ?? 0;
  }

  #roundMs(k: number, draftLag: number): number {
    const { target, draft } = this.#options;
    return target.at(k + 1) + k * this.#draftMs + (draft?.catchUp(draftLag) ?? 0);
  }

  /** What a round lost against plain decoding, in plain tokens, by what its passes usually take. */
  #lossOf({ drafted, accepted }: ObservedRound, draftLag: number): number {
    return this.#roundMs(drafted, draftLag) / this.#options.target.at(1) - (accepted + 1);
  }

  /** Whether drafting would be worth while here on a text that suits the drafter. */
  #couldPay(limit: number): boolean {
    const { target } = this.#options;
    if (!target.isKnown) return true;
    if (limit === 0) return false;
    const acceptances = Array.from({ length: limit }, () => BEST_ACCEPTANCE);
    const verifyMs = (width: number) => target.at(width);
    const rates = expectedRates({ acceptances, reaches: [], draftMs: this.#draftMs, verifyMs });
    return this.#best(rates).tokensPerMs > START_AT * rateAt(rates, 0);
  }
}

/** 0 where that k is out of reach. */
function rateAt(rates: readonly ExpectedRate[], k: number): number {
  return rates[k]?.tokensPerMs ?? 0;
}
