import type { DrafterChoice } from "../../contract/decoding.ts";
import { AutoPace } from "./auto-pace.ts";
import { CostCurve } from "./cost-curve.ts";
import { DraftCost } from "./draft-cost.ts";

/** What passes of a loaded pair took when it was loaded, by width. */
export interface MeasuredCosts {
  readonly target: ReadonlyMap<number, number>;
  readonly draft: ReadonlyMap<number, number> | null;
  /** On the clock of {@link PairPaces}. */
  readonly at: number;
}

/**
 * The paces of a loaded pair: one for each drafter, because their guesses are accepted differently, over the same costs
 * of the target.
 */
export class PairPaces {
  readonly #target: CostCurve;
  readonly #draft: DraftCost;
  readonly #costs: MeasuredCosts;
  readonly #paces = new Map<DrafterChoice, AutoPace>();

  constructor(costs: MeasuredCosts) {
    this.#costs = costs;
    this.#target = new CostCurve(costs.target);
    this.#draft = new DraftCost(new CostCurve(costs.draft ?? new Map()));
  }

  of(drafter: DrafterChoice): AutoPace {
    const known = this.#paces.get(drafter);
    if (known !== undefined) return known;
    const pace = new AutoPace({
      target: this.#target,
      draft: drafter === "lookup" ? null : this.#draft,
      ...(this.#costs.target.has(1) ? { known: { source: "measured-at-load", at: this.#costs.at } } : {}),
      now: () => performance.now(),
    });
    this.#paces.set(drafter, pace);
    return pace;
  }
}
