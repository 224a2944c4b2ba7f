import { asksForModel, LONGEST_DRAFT, MAXIMUM_K } from "../../contract/decoding.ts";
import type { DraftOrder, GuessSource } from "../drafting/drafter.ts";
import { decideDraftLength, type Pace, type PaceInput } from "../pacing/draft-length.ts";
import { RecentPace, type RoundCosts } from "../pacing/stop-rule.ts";
import type { DecodedRound } from "./decode-round.ts";
import { PlainTime } from "./plain-time.ts";
import type { ReplyJob } from "./reply-job.ts";

/** What a round may draft, by who drafts. */
export type Paces = Readonly<Record<GuessSource, Pace>>;

/** What of a reply bears on how much may be drafted next. */
export type ReplyState = Pick<PaceInput, "remaining" | "draft">;

type PacedJob = Pick<ReplyJob, "context" | "currentK" | "decoding" | "pace" | "signal">;

/** Decides before each round of a reply what may be drafted, and learns from the round. */
export class ReplyPace {
  readonly plainTime = new PlainTime();
  readonly #job: PacedJob;
  readonly #recent = new RecentPace();
  #byAuto = false;

  constructor(job: PacedJob) {
    this.#job = job;
  }

  /** Whether auto decided on any round. */
  get byAuto(): boolean {
    return this.#byAuto;
  }

  decide(state: ReplyState): Paces {
    const { context, currentK, pace } = this.#job;
    const choice = currentK();
    if (choice !== "auto") {
      return { model: this.#limit(state, "model", choice), lookup: this.#limit(state, "lookup", choice) };
    }
    const model = this.#limit(state, "model", MAXIMUM_K);
    return {
      model: model.k === 0 ? model : pace.decide(model.k, Math.max(0, context.draftLag)),
      lookup: this.#lookupPace(state),
    };
  }

  order({ model, lookup }: Paces): DraftOrder {
    const { currentK, signal } = this.#job;
    const costs = currentK() === "auto" ? this.#costs() : null;
    return {
      // A probe is made to learn how all of k does.
      model: { k: model.k, costs: model.reason === "probe" ? null : costs },
      lookup: { k: lookup.k, costs },
      signal,
    };
  }

  /** The pace of whoever drafted, or might have. */
  ofRound({ drafter }: DecodedRound, paces: Paces): Pace {
    if (drafter !== "off") return paces[drafter];
    return this.#job.decoding.drafter === "lookup" ? paces.lookup : paces.model;
  }

  learn({ drafter, drafted, emitted, timing }: DecodedRound): void {
    const { decoding, pace } = this.#job;
    const { draftMs } = timing;
    const verifyMs = timing.verifyMs + timing.overheadMs;
    this.#recent.observe(draftMs + verifyMs, emitted.length);
    const width = drafted.length + 1;
    // What was looked up says nothing of how the model's guesses do.
    const counts = drafter !== "lookup" || decoding.drafter === "lookup";
    const none = { drafted: 0, accepted: 0, tested: 0, draftMs: 0 };
    const drafts = {
      drafted: drafted.length,
      accepted: drafted.filter((token) => token.verdict === "accepted").length,
      tested: drafted.filter((token) => token.verdict !== "untested").length,
      draftMs,
    };
    pace.observe({ ...(counts ? drafts : none), width, verifyMs });
    this.plainTime.add({ drafted, emitted, timing }, () => pace.costs?.verifyMs(1) ?? verifyMs);
  }

  /** Under auto: how long a look-up's draft becomes is settled by what it finds, once a pass was timed at all. */
  #lookupPace(state: ReplyState): Pace {
    const limit = this.#limit(state, "lookup", LONGEST_DRAFT);
    if (limit.k === 0) return limit;
    this.#byAuto = true;
    return this.#job.pace.costs === null ? { k: 0, reason: "probe" } : { k: limit.k, reason: "auto-lookup" };
  }

  #costs(): RoundCosts | null {
    const { costs } = this.#job.pace;
    return costs === null ? null : { ...costs, tokenMs: this.#recent.msPerToken(costs.verifyMs(1)) };
  }

  /** k, or what there is room for. */
  #limit(state: ReplyState, source: GuessSource, k: number): Pace {
    const { context, decoding } = this.#job;
    return decideDraftLength({
      ...state,
      k,
      maxDraftTokens: decoding.maxDraftTokens,
      targetRoom: context.targetRoom,
      draftRoom: source === "model" && asksForModel(decoding.drafter) ? context.draftRoom : Number.POSITIVE_INFINITY,
    });
  }
}
