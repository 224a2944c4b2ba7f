import type { Circumstances, KeptCosts } from "../../contract/costs.ts";
import type { DrafterChoice } from "../../contract/decoding.ts";
import { AutoPace } from "./auto-pace.ts";
import { CostCurve } from "./cost-curve.ts";
import { DraftCost } from "./draft-cost.ts";
import { PlainTiming } from "./plain-timing.ts";

/**
 * GPU backends build a graph for each width (llama.cpp re-uses the last one where the number of tokens is the same), and
 * their kernels step at powers of two. A CPU builds its graph in no time.
 */
const GPU_WIDTHS: readonly number[] = [1, 2, 4, 8, 16, 32, 64];

/** What is known of a pair's passes when it is loaded. */
export interface PairCosts {
  readonly circumstances: Circumstances;
  readonly known:
    | { readonly source: "learned-earlier"; readonly kept: KeptCosts }
    | {
        readonly source: "measured-at-load";
        /** Milliseconds by width; empty where measuring would have taken too long. */
        readonly target: ReadonlyMap<number, number>;
        readonly draft: ReadonlyMap<number, number>;
      };
}

/**
 * The paces of a loaded pair: one for each drafter, because their guesses are accepted differently, over the same costs
 * of the target.
 */
export class PairPaces {
  readonly #circumstances: Circumstances;
  readonly #target: CostCurve;
  readonly #draft: DraftCost;
  readonly #plain: PlainTiming;
  readonly #paces = new Map<DrafterChoice, AutoPace>();

  constructor({ circumstances, known }: PairCosts) {
    const now = () => performance.now();
    this.#circumstances = circumstances;
    if (known.source === "learned-earlier") {
      const { kept, source } = known;
      this.#target = CostCurve.from(kept.target);
      this.#draft = new DraftCost(CostCurve.from(kept.draft));
      this.#plain = new PlainTiming(now, { source, at: now() - (Date.now() - kept.learnedAt) });
    } else {
      const { target, draft, source } = known;
      this.#target = new CostCurve(target);
      this.#draft = new DraftCost(new CostCurve(draft));
      this.#plain = new PlainTiming(now, target.has(1) ? { source, at: now() } : null);
    }
  }

  of(drafter: DrafterChoice): AutoPace {
    const known = this.#paces.get(drafter);
    if (known !== undefined) return known;
    const pace = new AutoPace({
      target: this.#target,
      draft: drafter === "lookup" ? null : this.#draft,
      plain: this.#plain,
      ...(this.#circumstances.backend === "cpu" ? {} : { allowedWidths: GPU_WIDTHS }),
    });
    this.#paces.set(drafter, pace);
    return pace;
  }

  /** What another start may begin with; null while plain decoding was never timed. */
  get kept(): KeptCosts | null {
    const last = this.#plain.last;
    if (last === null || !this.#target.isKnown) return null;
    return {
      circumstances: this.#circumstances,
      target: [...this.#target.widths],
      draft: [...this.#draft.curve.widths],
      learnedAt: Date.now() - last.ageMs,
    };
  }
}
