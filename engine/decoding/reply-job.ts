import type { Decoding, KChoice } from "../../contract/decoding.ts";
import type { LoadedPair } from "../../contract/loading.ts";
import type { CacheReuse, SharedContext } from "../context/shared-context.ts";
import type { Calibration } from "../drafting/calibration.ts";
import type { Drafter } from "../drafting/drafter.ts";
import type { AutoPace } from "../pacing/auto-pace.ts";
import type { ReplyPrompt } from "../prompt/reply-prompt.ts";
import type { Sequence, TokenId, Vocabulary } from "../runtime/runtime.ts";
import type { createRules, Rules } from "./rules.ts";

/** Parts of a reply that tests replace, to show that wrong ones are found out; a script replaces the drafter too. */
export interface ReplyParts {
  /** A drafter in place of the one that the settings name. */
  readonly createDrafter?: (context: SharedContext, rules: Rules) => Drafter;
  /** Rules in place of the real ones. */
  readonly createRules?: typeof createRules;
}

export interface ReplyJob extends ReplyParts {
  readonly context: SharedContext;
  readonly target: { readonly sequence: Sequence; readonly vocabulary: Vocabulary };
  /** Null: there is none. */
  readonly draft: { readonly sequence: Sequence } | null;
  readonly pair: LoadedPair;
  /** Why no drafter may be used with this target; null: any may. */
  readonly rollbackProblem: string | null;
  readonly prompt: ReplyPrompt;
  /** Tokens the reply begins with; what is decoded follows them. */
  readonly replyStart?: readonly TokenId[];
  /** Comes before anything the models say; not given: they begin. */
  readonly chosen?: TokenId | undefined;
  /** The seed is drawn by now. */
  readonly decoding: Decoding & { readonly seed: number };
  /** Read before each round. */
  readonly currentK: () => KChoice;
  /** Knows what passes cost here, and learns from every round. */
  readonly pace: AutoPace;
  /** Knows how often which of the draft's guesses are kept, and learns from every draft. */
  readonly modelCalibration: Calibration;
  readonly signal: AbortSignal;
  readonly onStart: (promptTokens: number, reuse: CacheReuse) => void;
  /** The prompt has been read; the first round starts once this has resolved. */
  readonly onPrefilled?: () => Promise<void>;
}
