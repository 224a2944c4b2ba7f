/**
 * Where a draft ends within a round, by measured costs: another guess has to bring more than it costs, in milliseconds. The
 * form is that of jukofyork's cost rule (llama.cpp #14132, #17034) and of SpecDec++'s threshold (2405.19715), with costs
 * that were measured here and chances that were seen here, and with the whole rest of the draft in view: where a backend's
 * next kernel takes eight columns for the price of five, one guess alone may not pay and four do.
 */

/** What passes cost now, in milliseconds. */
export interface PassCosts {
  /** A target pass by its width. */
  readonly verifyMs: (width: number) => number;
  /** One guess of the draft model. */
  readonly guessMs: number;
}

export interface RoundCosts extends PassCosts {
  /** What a token costs at the pace in force: what an accepted guess is worth. */
  readonly tokenMs: number;
}

/**
 * How many of the guesses at hand are worth sending, where having them cost nothing or is paid for: the number with the
 * greatest expected gain over a plain round, 0 where none gains anything.
 *
 * @param chances of each guess to be kept once all before it are
 */
export function lengthThatPays(
  chances: readonly number[],
  { verifyMs, tokenMs }: Pick<RoundCosts, "verifyMs" | "tokenMs">,
): number {
  const alone = verifyMs(1);
  let best = 0;
  let bestMs = 0;
  let kept = 1;
  let gainedMs = 0;
  for (const [index, chance] of chances.entries()) {
    kept *= chance;
    gainedMs += kept * tokenMs;
    const netMs = gainedMs - (verifyMs(index + 2) - alone);
    if (netMs > bestMs) {
      best = index + 1;
      bestMs = netMs;
    }
  }
  return best;
}

/** How much of the rounds before a round leaves. */
const KEEP = 0.9;

/** Milliseconds a token takes as the reply goes now: what saving one is worth. Never more than a plain one takes. */
export class RecentPace {
  #ms = 0;
  #tokens = 0;

  observe(ms: number, tokens: number): void {
    this.#ms = this.#ms * KEEP + ms;
    this.#tokens = this.#tokens * KEEP + tokens;
  }

  msPerToken(plainMs: number): number {
    return this.#tokens === 0 ? plainMs : Math.min(plainMs, this.#ms / this.#tokens);
  }
}

/** A draft so far, and what may still come. */
export interface DraftAhead {
  /** Guesses in the draft. */
  readonly drafted: number;
  /** The chance that all of them and the next one are kept. */
  readonly kept: number;
  /** The chance of any guess after the next one, as such guesses usually go. */
  readonly usual: number;
  /** Whether the next guess is known already, so that only those after it take the draft model's time. */
  readonly isKnown: boolean;
  /** Guesses there may be at the most. */
  readonly limit: number;
}

/** Whether it pays to draft the next guess, be it for those that may follow it. */
export function paysToGoOn({ drafted, kept, usual, isKnown, limit }: DraftAhead, costs: RoundCosts): boolean {
  const before = costs.verifyMs(drafted + 1);
  let gainedMs = isKnown ? costs.guessMs : 0;
  let chance = kept;
  for (let length = drafted + 1; length <= limit; length++) {
    gainedMs += chance * costs.tokenMs - costs.guessMs;
    if (gainedMs > costs.verifyMs(length + 1) - before) return true;
    chance *= usual;
  }
  return false;
}
