import type { Summary } from "../../contract/summary.ts";
import type { DecodedRound } from "./decode-round.ts";

type Figures = Pick<
  Summary,
  "rounds" | "drafted" | "tested" | "accepted" | "acceptanceRate" | "draftYield" | "blockEfficiency" | "tokensPerSecond"
>;

/** Adds up a reply round by round, so that the rounds themselves need not be kept. */
export class Tally {
  readonly #timing = { draftMs: 0, verifyMs: 0, overheadMs: 0 };
  #rounds = 0;
  #emitted = 0;
  #drafted = 0;
  #tested = 0;
  #accepted = 0;

  add(round: Pick<DecodedRound, "drafted" | "emitted" | "timing">): void {
    this.#rounds += 1;
    this.#emitted += round.emitted.length;
    this.#drafted += round.drafted.length;
    this.#tested += round.drafted.filter((token) => token.verdict !== "untested").length;
    this.#accepted += round.drafted.filter((token) => token.verdict === "accepted").length;
    this.#timing.draftMs += round.timing.draftMs;
    this.#timing.verifyMs += round.timing.verifyMs;
    this.#timing.overheadMs += round.timing.overheadMs;
  }

  /** Emitted tokens. */
  get tokens(): number {
    return this.#emitted;
  }

  get timing(): DecodedRound["timing"] {
    return { ...this.#timing };
  }

  /** Rates without a denominator are null. */
  get figures(): Figures {
    const { draftMs, verifyMs, overheadMs } = this.#timing;
    return {
      rounds: this.#rounds,
      drafted: this.#drafted,
      tested: this.#tested,
      accepted: this.#accepted,
      acceptanceRate: ratio(this.#accepted, this.#tested),
      draftYield: ratio(this.#accepted, this.#drafted),
      blockEfficiency: ratio(this.#emitted, this.#rounds),
      tokensPerSecond: ratio(this.#emitted * 1000, draftMs + verifyMs + overheadMs),
    };
  }
}

function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
