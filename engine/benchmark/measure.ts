import type { Loop, Measurement } from "../../contract/benchmark.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import type { Summary } from "../../contract/summary.ts";
import type { Round } from "../../contract/trace.ts";
import type { PairInMemory } from "../loading/pair-in-memory.ts";
import type { TokenId } from "../runtime/runtime.ts";
import { addRounds } from "./add-rounds.ts";

interface ReplyToMeasure {
  /** Starts a reply that calls back once its prompt has been read. */
  readonly start: (onPrefilled: () => Promise<void>) => AsyncIterable<Round> & { readonly summary: Promise<Summary> };
  readonly takeNativeMs: () => Promise<number>;
  readonly onRound: (round: Round) => Promise<void>;
}

/**
 * Times a reply of Outrider's loop, from the end of prefill until its last round was handed over: texts, records and
 * messages are part of what a token costs.
 *
 * @throws OutriderError cancelled where the reply was stopped
 */
export async function measureReply({ start, takeNativeMs, onRound }: ReplyToMeasure): Promise<Measurement> {
  let begun = 0;
  let ended = 0;
  let nativeMs: number | null = null;
  const rounds: Round[] = [];
  const reply = start(async () => {
    await takeNativeMs();
    begun = performance.now();
  });
  for await (const round of reply) {
    rounds.push(round);
    await onRound(round);
    ended = performance.now();
    // Behind the last round the draft's cache may be brought up for the next turn, which is no part of this reply.
    if (isLast(round)) nativeMs = await takeNativeMs();
  }
  const summary = await reply.summary;
  if (summary.finishReason === "aborted") throw cancelled();
  return {
    tokens: summary.tokens,
    finishReason: summary.finishReason,
    promptTokens: summary.promptTokens,
    prefillMs: summary.timing.prefillMs,
    decodeMs: Math.max(0, ended - begun),
    nativeMs: nativeMs ?? (await takeNativeMs()),
    rounds: summary.rounds,
    drafted: summary.drafted,
    accepted: summary.accepted,
    figures: addRounds(rounds),
    notes: summary.notes.map(({ text }) => text),
    ...memory(),
  };
}

/**
 * Times a reply of the native library's own loop.
 *
 * @throws OutriderError cancelled where the signal fired; pair-mismatch where a draft is needed and none is loaded
 */
export async function measureLibrary(
  { target, draft }: PairInMemory,
  prompt: readonly TokenId[],
  { predictor, draftTokens, maxTokens }: Extract<Loop, { kind: "library" }>,
  signal: AbortSignal,
): Promise<Measurement> {
  if (predictor === "draft" && draft === null) {
    throw new OutriderError("pair-mismatch", "The library's draft predictor needs a draft, and none is loaded.");
  }
  try {
    const { endsGeneration } = target.vocabulary;
    const job = { predictor, draftTokens, prompt, maxTokens, endsGeneration, signal };
    const { tokens, ended, ...figures } = await target.decodeWithLibrary(job, draft);
    return {
      ...figures,
      tokens: [...tokens],
      finishReason: ended ? "end-of-generation" : tokens.length >= maxTokens ? "max-tokens" : "context-end",
      promptTokens: prompt.length,
      figures: null,
      notes: [],
      ...memory(),
    };
  } catch (error) {
    throw signal.aborted ? cancelled() : error;
  }
}

/** Milliseconds both models were evaluated for since the last call, by llama.cpp's own account. */
export async function takeNativeMs({ target, draft }: Pick<PairInMemory, "target" | "draft">): Promise<number> {
  return (await target.takeNativeMs()) + (draft === null ? 0 : await draft.takeNativeMs());
}

function isLast({ end }: Round): boolean {
  return end === "end-of-generation" || end === "max-tokens" || end === "stop-string";
}

function memory(): Pick<Measurement, "residentBytes" | "peakResidentBytes"> {
  // Node reports the peak in kilobytes on every system.
  return { residentBytes: process.memoryUsage.rss(), peakResidentBytes: process.resourceUsage().maxRSS * 1024 };
}

function cancelled(): OutriderError {
  return new OutriderError("cancelled", "The measurement was cancelled.");
}
