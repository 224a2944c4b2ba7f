import { AcceptanceHistory } from "./acceptance-history.ts";
import type { CostCurve } from "./cost-curve.ts";
import type { DraftCost } from "./draft-cost.ts";
import { type ExpectedRate, expectedRates } from "./expected-rates.ts";
import { ProbeSchedule } from "./probe-schedule.ts";
import type { PassCosts } from "./stop-rule.ts";

/** Drafting starts where it promises this much more than plain decoding, and ends where it promises no more. */
const START_AT = 1.03;
/** k changes where another promises this much more: estimates waver by as much, and a new width has its price. */
const CHANGE_AT = 1.02;
/** What a draft could reach at best on a text that suits it: near what lookup reaches while it copies. */
const BEST_ACCEPTANCE = 0.95;
/** A probe drafts as many tokens, up to PROBE_LENGTH, as lose at most this many plain tokens if none is accepted. */
const PROBE_LOSS = 0.5;
const PROBE_LENGTH = 4;
/** A probe says more about the text as it is now than what was seen before: that counts as so many tested tokens. */
const BEFORE_PROBE = 2;
/** The next reply may be of another kind. */
const BEFORE_REPLY = 1;
/** Rounds with drafts before one is made without, to measure plain decoding: first in a reply, then again. */
const PLAIN_AFTER = 12;
const PLAIN_AGAIN_AFTER = 64;
/** A guess before one was ever timed: this share of a plain token, as with a draft a tenth of its target's size. */
const HOPE = 1;
const WIDTH_PROBE_AFTER = 8;
const PRIOR_DRAFT_SHARE = 0.15;

export type AutoReason = "auto" | "auto-off" | "probe";

export interface AutoDecision {
  readonly k: number;
  readonly reason: AutoReason;
}

/** Where the figure for plain decoding comes from. */
export type PlainSource = "measured-at-load" | "measured-in-this-reply" | "learned-earlier";

export interface PlainFigure {
  /** Milliseconds of a plain token now: at this depth, on the machine as busy as it is. */
  readonly msPerToken: number;
  readonly source: PlainSource;
  /** Milliseconds since a plain pass was last timed. */
  readonly ageMs: number;
}

/** What the last rounds cost and brought. */
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
  /** Where the target's figures come from that are known by now, and when they were taken on the clock. */
  readonly known?: { readonly source: "measured-at-load" | "learned-earlier"; readonly at: number };
  /** The verify widths to choose from, where the backend rebuilds its graph for each; all if left out. */
  readonly allowedWidths?: readonly number[];
  /** Milliseconds from any start. */
  readonly now: () => number;
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

/**
 * Chooses k round by round (`k = auto`): the one that promises most tokens per millisecond by what passes cost here and
 * by what was accepted of late, 0 among them. While nothing is drafted, probes now and then see whether it would pay
 * again; while something is, a plain round now and then keeps the comparison honest. One object serves one pair of models
 * for as long as it is loaded. `decide` may be asked any number of times before the round it is for is observed.
 */
export class AutoPace {
  readonly #options: AutoPaceOptions;
  target() {
    return this.#options.target;
  }
  readonly #history = new AcceptanceHistory();
  readonly #schedule = new ProbeSchedule();
  /** The k in force, probes aside. */
  #k = 0;
  #asked: (AutoDecision & { readonly limit: number; readonly draftLag: number }) | null = null;
  #plain: { source: PlainSource; at: number } | null;
  #roundsSincePlain = 0;
  #roundsSinceWidthProbe = 0;

  constructor(options: AutoPaceOptions) {
    this.#options = options;
    this.#plain = options.known ?? null;
  }

  /** A reply starts: another text, perhaps at another depth. */
  startReply(): void {
    this.#options.target.loosen();
    this.#options.draft?.curve.loosen();
    this.#history.loosen(BEFORE_REPLY);
    if (this.#plain?.source === "measured-in-this-reply") this.#plain.source = "learned-earlier";
    this.#roundsSincePlain = 0;
    this.#asked = null;
  }

  /**
   * The k of the next round. The reason `probe` stands for a round made to learn something: with drafts while none seem to
   * pay (draft all of k then, whatever the stop rule says), or without while they do.
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
    const { target, draft } = this.#options;
    const asked = this.#asked;
    this.#asked = null;
    const isProbe = asked?.reason === "probe" && asked.k > 0 && this.#k === 0;
    this.#roundsSinceWidthProbe += 1;
    if (asked?.reason === "probe" && asked.k > 0 && this.#k > 0) this.#roundsSinceWidthProbe = 0;
    const loss = isProbe ? this.#lossOf(round, asked.draftLag) : 0;

    target.observe(round.width, round.verifyMs);
    draft?.observe(round.drafted, asked?.draftLag ?? 0, round.draftMs);
    if (round.width === 1) {
      this.#plain = { source: "measured-in-this-reply", at: this.#options.now() };
      this.#roundsSincePlain = 0;
    } else {
      this.#roundsSincePlain += 1;
    }

    if (isProbe && round.drafted > 0) this.#history.loosen(BEFORE_PROBE);
    this.#history.observe({ ...round, asked: asked?.k ?? round.drafted });
    if (isProbe) {
      if (round.drafted > 0) this.#schedule.probed(loss, loss <= 0);
      return;
    }
    if (asked !== null && asked.reason !== "probe" && asked.limit > 0) this.#k = asked.k;
    if (this.#k > 0) this.#schedule.restart();
    this.#schedule.passed(this.#couldPay(asked?.limit ?? round.drafted));
  }

  /** What passes cost now, for the rules within a round; null while no pass was timed. */
  get costs(): PassCosts | null {
    const { target } = this.#options;
    return target.isKnown ? { verifyMs: (width) => target.at(width), guessMs: this.#draftMs } : null;
  }

  /** @param limit the largest k to list */
  explain(limit: number): PaceExplanation {
    const { target, draft, now } = this.#options;
    const known = target.isKnown;
    return {
      rates: known ? this.#rates(limit) : [],
      plain:
        known && this.#plain !== null
          ? { msPerToken: target.at(1), source: this.#plain.source, ageMs: now() - this.#plain.at }
          : null,
      acceptances: this.#history.acceptances(limit),
      draftMs: draft === null ? 0 : draft.perGuess,
    };
  }

  #choose(limit: number, draftLag: number): AutoDecision {
    if (limit <= 0) return { k: 0, reason: "auto-off" };
    if (!this.#options.target.isKnown) return { k: 0, reason: "probe" };
    const rates = this.#rates(limit);
    const plain = rateAt(rates, 0);
    const best = this.#best(rates);

    if (this.#k === 0) {
      if (best.tokensPerMs > START_AT * plain) return { k: best.k, reason: "auto" };
      const probe = this.#probe(limit);
      const due = probe > 0 && this.#schedule.isDue(this.#roundMs(probe, draftLag) * plain - 1);
      return due ? { k: probe, reason: "probe" } : { k: 0, reason: "auto-off" };
    }
    if (best.k === 0) return { k: 0, reason: "auto-off" };
    if (this.#roundsSincePlain >= this.#plainAfter) return { k: 0, reason: "probe" };
    const widthProbe = this.#widthProbe(limit);
    if (widthProbe !== null) return { k: widthProbe, reason: "probe" };
    const stays = this.#k <= limit && best.tokensPerMs < CHANGE_AT * rateAt(rates, this.#k);
    return { k: stays ? this.#k : best.k, reason: "auto" };
  }

  /** A k that could be better than the one in force by more than its width's doubt; null: none, or not yet. */
  #widthProbe(limit: number): number | null {
    if (this.#roundsSinceWidthProbe < WIDTH_PROBE_AFTER || this.#k > limit) return null;
    const hopeful = this.#hopeful(limit);
    const best = this.#best(hopeful.slice(1));
    return best.k !== this.#k && best.tokensPerMs > CHANGE_AT * rateAt(hopeful, this.#k) ? best.k : null;
  }

  get #plainAfter(): number {
    return this.#plain?.source === "measured-in-this-reply" ? PLAIN_AGAIN_AFTER : PLAIN_AFTER;
  }

  get #draftMs(): number {
    const { draft, target } = this.#options;
    return draft === null ? 0 : (draft.perGuess ?? PRIOR_DRAFT_SHARE * target.at(1));
  }

  #rates(limit: number, acceptance?: number): readonly ExpectedRate[] {
    const { target } = this.#options;
    const same = acceptance === undefined ? null : Array.from({ length: limit }, () => acceptance);
    return expectedRates({
      acceptances: same ?? this.#history.acceptances(limit),
      reaches: same === null ? this.#history.reaches(limit) : [],
      draftMs: this.#draftMs,
      verifyMs: (width) => target.at(width),
    });
  }

  #hopeful(limit: number): readonly ExpectedRate[] {
    const { target } = this.#options;
    return expectedRates({
      acceptances: this.#history.acceptances(limit),
      reaches: this.#history.reaches(limit),
      draftMs: this.#draftMs,
      verifyMs: (width) => target.at(width) * (1 - HOPE * target.doubt(width)),
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

  /** How many tokens a probe drafts; 0 where no k is allowed. */
  #probe(limit: number): number {
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

  #couldPay(limit: number): boolean {
    if (!this.#options.target.isKnown) return true;
    const rates = this.#rates(limit, BEST_ACCEPTANCE);
    return this.#best(rates).tokensPerMs > START_AT * rateAt(rates, 0);
  }
}

function rateAt(rates: readonly ExpectedRate[], k: number): number {
  return rates[k]?.tokensPerMs ?? 0;
}
