import type { ContextShift, Round } from "../../contract/trace.ts";
import type { Pace } from "../pacing/draft-length.ts";
import type { ReplyText } from "../text/reply-text.ts";
import type { Segmenter } from "../text/segmenter.ts";
import type { SegmentTimes } from "../text/segments.ts";
import type { DecodedRound } from "./decode-round.ts";

/** Decoded, but not yielded yet. */
interface WaitingRound {
  readonly round: DecodedRound;
  readonly pace: Pace;
  readonly shift: ContextShift | null;
}

/** The rounds of a reply on their way to the reader: each waits until the texts of its tokens are final. */
export class WaitingRounds {
  readonly #text: ReplyText;
  readonly #segmenter: Segmenter;
  readonly #waiting: WaitingRound[] = [];
  readonly #segmentMs = { thinking: 0, answer: 0 };
  #settled = 0;
  #settledTokens: number;

  /** @param text has the tokens that the reply begins with, and no more */
  constructor(text: ReplyText, segmenter: Segmenter) {
    this.#text = text;
    this.#segmenter = segmenter;
    this.#settledTokens = text.length;
  }

  /** How long the settled rounds of each part of the reply took. */
  get segmentMs(): SegmentTimes {
    return this.#segmentMs;
  }

  add(waiting: WaitingRound): void {
    this.#waiting.push(waiting);
  }

  /** The rounds whose texts have become final since it was asked last, in order. */
  *settle(): Generator<Round> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const end = this.#settledTokens + next.round.emitted.length;
      if (!this.#text.isSettled(end) || !this.#segmenter.isDecided(end)) return;
      this.#waiting.shift();
      yield this.#finish(next);
      this.#settled += 1;
      this.#settledTokens = end;
    }
  }

  #finish({ round, pace, shift }: WaitingRound): Round {
    const { drafter, draftEnd, emitted, candidates, drafted, end, timing } = round;
    const { thinkingTokens } = this.#segmenter;
    const segment = this.#settledTokens < thinkingTokens ? "thinking" : "answer";
    this.#segmentMs[segment] += timing.draftMs + timing.verifyMs + timing.overheadMs;
    return {
      index: this.#settled,
      ...(shift === null ? {} : { shift }),
      ...pace,
      drafter,
      ...(draftEnd === null ? {} : { draftEnd }),
      drafted: [...drafted],
      emitted: emitted.map((token, offset) => ({
        ...token,
        ...this.#text.record(this.#settledTokens + offset),
        ...(this.#settledTokens + offset < thinkingTokens ? { thinking: true } : {}),
      })),
      end,
      ...(candidates === null ? {} : { candidates: [...candidates] }),
      timing,
    };
  }
}
