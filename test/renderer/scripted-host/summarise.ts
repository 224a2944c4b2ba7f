import type { Settings } from "../../../contract/settings.ts";
import type { Summary } from "../../../contract/summary.ts";
import type { FinishReason, Note, Round } from "../../../contract/trace.ts";
import { loadedPair } from "./fixtures.ts";

export interface SummaryParts {
  readonly rounds: readonly Round[];
  readonly decoding: Settings["decoding"];
  readonly finishReason: FinishReason;
  readonly notes?: readonly Note[];
}

/** The figures of a scripted reply, counted from its rounds. */
export function summarise({ rounds, decoding, finishReason, notes = [] }: SummaryParts): Summary {
  const emitted = rounds.flatMap((round) => round.emitted);
  const drafted = rounds.flatMap((round) => round.drafted);
  const accepted = drafted.filter((token) => token.verdict === "accepted").length;
  const tested = accepted + drafted.filter((token) => token.verdict === "rejected").length;
  const sum = (part: keyof Round["timing"]): number => rounds.reduce((total, round) => total + round.timing[part], 0);
  const timing = { draftMs: sum("draftMs"), verifyMs: sum("verifyMs"), overheadMs: sum("overheadMs") };
  const ratio = (numerator: number, denominator: number) => (denominator === 0 ? null : numerator / denominator);
  return {
    text: emitted.map((token) => token.text).join(""),
    tokens: emitted.map((token) => token.id),
    finishReason,
    givenTokens: 0,
    segments: [],
    left: { messages: 0, shifts: [] },
    promptTokens: 742,
    cachedTokens: { target: 690, draft: 688 },
    rounds: rounds.length,
    drafted: drafted.length,
    tested,
    accepted,
    acceptanceRate: ratio(accepted, tested),
    draftYield: ratio(accepted, drafted.length),
    blockEfficiency: ratio(emitted.length, rounds.length),
    tokensPerSecond: ratio(emitted.length * 1_000, timing.draftMs + timing.verifyMs + timing.overheadMs),
    timeToFirstTokenMs: 318,
    timing: { loadMs: 0, prefillMs: 260, ...timing },
    calls: { target: rounds.length + 1, targetRows: 742 + drafted.length + rounds.length, draft: drafted.length },
    verdict: verdictOf(timing, emitted.length, drafted.length),
    notes: [...notes],
    settings: { ...decoding, seed: decoding.seed ?? 42, pair: loadedPair(decoding.k !== 0) },
  };
}

/** As if plain decoding had been timed when the pair was loaded: 22.5 ms a token. */
function verdictOf(
  { draftMs, verifyMs, overheadMs }: Round["timing"],
  emitted: number,
  drafted: number,
): Summary["verdict"] {
  if (drafted === 0 || emitted === 0) return null;
  const plainMsPerToken = 22.5;
  const msPerToken = (draftMs + verifyMs + overheadMs) / emitted;
  return {
    plainMsPerToken,
    source: "measured-at-load",
    ageMs: 60_000,
    msPerToken,
    speedup: plainMsPerToken / msPerToken,
    savedMs: (plainMsPerToken - msPerToken) * emitted,
  };
}
