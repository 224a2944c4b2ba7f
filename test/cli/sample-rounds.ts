import type { LoadedModel } from "../../contract/loading.ts";
import { type Summary, summarySchema } from "../../contract/summary.ts";
import { type Round, roundSchema } from "../../contract/trace.ts";

const timing = { draftMs: 4, verifyMs: 20, overheadMs: 1 };
const round = { index: 0, k: 3, reason: "fixed", drafter: "model", timing };

/** Two guesses kept, one refused and replaced. */
export const mismatchRound: Round = roundSchema.parse({
  ...round,
  drafted: [
    { id: 1, text: " is", q: 0.9, p: 0.8, verdict: "accepted" },
    { id: 2, text: " a", q: 0.7, p: 0.9, verdict: "accepted" },
    { id: 3, text: " natural", q: 0.4, p: 0.1, verdict: "rejected" },
    { id: 9, text: " law", q: 0.4, p: null, verdict: "untested" },
  ],
  emitted: [
    { id: 1, text: " is", p: 0.8, origin: "accepted" },
    { id: 2, text: " a", p: 0.9, origin: "accepted" },
    { id: 4, text: " force", p: 0.6, origin: "correction" },
  ],
  end: "mismatch",
});

/** Everything kept, one token on top. */
export const bonusRound: Round = roundSchema.parse({
  ...round,
  drafted: [{ id: 5, text: " that", q: 0.9, p: 0.8, verdict: "accepted" }],
  emitted: [
    { id: 5, text: " that", p: 0.8, origin: "accepted" },
    { id: 6, text: " pulls", p: 0.5, origin: "bonus" },
  ],
  end: "all-accepted",
});

/** A round without a draft. */
export const plainRound: Round = roundSchema.parse({
  ...round,
  k: 0,
  reason: "off",
  drafter: "off",
  drafted: [],
  emitted: [{ id: 7, text: ".\n", p: 0.5, origin: "plain" }],
  end: "plain",
});

const model: LoadedModel = {
  path: "models/tiny.gguf",
  name: "tiny",
  architecture: "llama",
  parameters: 134_500_000,
  layers: 30,
  gpuLayers: 0,
  vocabularySize: 49_152,
  trainedContext: 8192,
  contextSize: 8192,
  hasChatTemplate: true,
  weightBytes: 98_000_000,
  contextBytes: 1_000_000,
};

/** A summary of ten tokens in one second, with changes. */
export function summaryWith(changes: Partial<Summary>): Summary {
  return summarySchema.parse({
    text: "It pulls.",
    tokens: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    finishReason: "end-of-generation",
    promptTokens: 20,
    cachedTokens: { target: 0, draft: 0 },
    rounds: 5,
    drafted: 20,
    tested: 12,
    accepted: 5,
    acceptanceRate: 5 / 12,
    draftYield: 0.25,
    blockEfficiency: 2,
    tokensPerSecond: 10,
    timeToFirstTokenMs: 420,
    timing: { loadMs: 500, prefillMs: 100, draftMs: 200, verifyMs: 750, overheadMs: 50 },
    calls: { target: 6, targetRows: 45, draft: 20 },
    notes: [],
    settings: {
      seed: 1,
      pair: {
        target: model,
        draft: model,
        draftProblem: null,
        backend: "cpu",
        threads: 2,
        kvType: "f16",
        flashAttention: true,
        loadMs: 500,
      },
    },
    ...changes,
  });
}
