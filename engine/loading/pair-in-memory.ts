import type { KeptCosts } from "../../contract/costs.ts";
import type { LoadRequest } from "../../contract/engine-messages.ts";
import type { LoadedPair } from "../../contract/loading.ts";
import type { PairCosts } from "../pacing/pair-pace.ts";
import type { MemoryNeed, Model } from "../runtime/runtime.ts";
import type { Placement } from "./plan-memory.ts";

export interface PairInMemory {
  readonly target: Model;
  readonly draft: Model | null;
  /** The target's; null: a base model. */
  readonly chatTemplate: string | null;
  readonly pair: LoadedPair;
  readonly costs: PairCosts;
  /** Bytes that both models were planned with. */
  readonly memory: MemoryNeed;
  /** What it was loaded by. */
  readonly request: LoadRequest;
  readonly targetPlace: Placement;
  /** Why nothing can be drafted for this target at all; null: it can. */
  readonly rollbackProblem: string | null;
  /** Frees both. To ask for it again does nothing. */
  dispose(): Promise<void>;
}

/** The pair that is in memory when another one is asked for. */
export interface PresentPair {
  readonly models: PairInMemory;
  /** What was measured and learned of its passes; null: nothing yet. */
  readonly costs: KeptCosts | null;
}
