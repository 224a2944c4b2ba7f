import { isDeepStrictEqual } from "node:util";
import type { Circumstances, KeptCosts } from "../../contract/costs.ts";
import { CostCurve } from "../pacing/cost-curve.ts";
import type { PairCosts } from "../pacing/pair-pace.ts";
import type { Sequence } from "../runtime/runtime.ts";
import { measureCosts } from "./measure-costs.ts";

/** Widths of verify passes worth knowing: 1 is plain decoding, the others show the slope and the kernels' steps. */
const TARGET_WIDTHS = [1, 2, 4, 8, 16] as const;
/** A guess, and one after a round that was accepted whole. */
const DRAFT_WIDTHS = [1, 2] as const;
/** Milliseconds that measuring may take in all. What is not measured by then is learned in passing. */
const BUDGET_MS = 2000;

export interface CostSearch {
  readonly circumstances: Circumstances;
  /** From other starts, perhaps of other pairs. */
  readonly kept: readonly KeptCosts[];
  /** What is known of this very target, which stayed in memory while its draft changed; null: it was loaded just now. */
  readonly staying: KeptCosts | null;
  readonly target: Sequence;
  readonly draft: Sequence | null;
  readonly signal: AbortSignal;
  /** Milliseconds from any start. */
  readonly now?: () => number;
}

/** What is known of a pair's passes at its first reply: what was kept of the same circumstances, else what is measured now. */
export async function findCosts(search: CostSearch): Promise<PairCosts> {
  const { circumstances, staying, target, draft, signal, now = () => performance.now() } = search;
  const kept = search.kept.find((costs) => isDeepStrictEqual(costs.circumstances, circumstances));
  if (kept !== undefined) return { circumstances, known: { source: "learned-earlier", kept } };
  const measuring = { deadline: now() + BUDGET_MS, signal, now };
  // The draft first: it is quick, and nothing stands in for it.
  const draftCosts =
    draft === null ? new Map<number, number>() : await measureCosts(draft, { ...measuring, widths: DRAFT_WIDTHS });
  if (staying !== null) {
    // Timing its passes again would also empty the target's cache, and the chat would have to be read anew.
    const kept = { ...staying, circumstances, draft: [...new CostCurve(draftCosts).widths] };
    return { circumstances, known: { source: "learned-earlier", kept } };
  }
  const targetCosts = await measureCosts(target, { ...measuring, widths: TARGET_WIDTHS });
  return { circumstances, known: { source: "measured-at-load", target: targetCosts, draft: draftCosts } };
}
