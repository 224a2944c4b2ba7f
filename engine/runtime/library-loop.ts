import {
  DraftSequenceTokenPredictor,
  InputLookupTokenPredictor,
  type LlamaContext,
  type LlamaContextOptions,
  type LlamaModel,
  type TokenPredictor,
} from "node-llama-cpp";
import { assertNever } from "../../contract/assert-never.ts";
import type { NativeTimings } from "./native-timings.ts";
import { asToken } from "./row-translation.ts";
import type { LibraryJob, LibraryReply, TokenId } from "./runtime.ts";

/** What the library's loop needs of a model that is in memory. */
export interface LibraryModel {
  readonly model: LlamaModel;
  readonly contextOptions: LlamaContextOptions;
  readonly timings: NativeTimings;
}

/**
 * Decodes greedily with node-llama-cpp's own `evaluate`, and with one of its predictors where asked: what Outrider's loop
 * is measured against. Contexts are made for the one reply, over weights that are loaded already, with the settings that
 * Outrider's have; the prompt is read as Outrider reads it, all but its last token.
 */
export async function decodeWithLibrary(
  target: LibraryModel,
  draft: LibraryModel | null,
  job: LibraryJob,
): Promise<LibraryReply> {
  const contexts: LlamaContext[] = [];
  const open = async ({ model, contextOptions }: LibraryModel): Promise<LlamaContext> => {
    const context = await model.createContext({ ...contextOptions, createSignal: job.signal });
    contexts.push(context);
    return context;
  };
  try {
    const draftContext = job.predictor === "draft" && draft !== null ? await open(draft) : null;
    const predictor = createPredictor(job, draftContext);
    return await decode(target.timings, await open(target), draftContext, predictor, job);
  } finally {
    for (const context of contexts) await context.dispose();
  }
}

function createPredictor(
  { predictor, draftTokens, prompt }: LibraryJob,
  draftContext: LlamaContext | null,
): TokenPredictor | null {
  switch (predictor) {
    case "none":
      return null;
    case "lookup": {
      const lookup = new InputLookupTokenPredictor();
      lookup.updateInputTokens(prompt.map(asToken));
      return lookup;
    }
    case "draft":
      if (draftContext === null) throw new Error("the library's draft predictor needs a draft");
      return new DraftSequenceTokenPredictor(
        draftContext.getSequence(),
        draftTokens === null ? {} : { minTokens: draftTokens, maxTokens: draftTokens, minConfidence: 0 },
      );
    default:
      return assertNever(predictor, "library predictor");
  }
}

async function decode(
  timings: NativeTimings,
  context: LlamaContext,
  draftContext: LlamaContext | null,
  predictor: TokenPredictor | null,
  { prompt, maxTokens, endsGeneration, signal }: LibraryJob,
): Promise<LibraryReply> {
  const sequence = context.getSequence(predictor === null ? {} : { tokenPredictor: predictor });
  const takeNativeMs = async () =>
    (await timings.take(context)) + (draftContext === null ? 0 : await timings.take(draftContext));

  const start = performance.now();
  if (prompt.length > 1) await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1).map(asToken));
  const prefillMs = performance.now() - start;
  await takeNativeMs();

  const tokens: TokenId[] = [];
  const room = context.contextSize - prompt.length;
  let ended = false;
  const begun = performance.now();
  for await (const token of sequence.evaluate(prompt.slice(-1).map(asToken), { temperature: 0, yieldEogToken: true })) {
    tokens.push(Number(token));
    ended = endsGeneration(Number(token));
    if (ended || tokens.length >= Math.min(maxTokens, room)) break;
    signal.throwIfAborted();
  }
  const decodeMs = performance.now() - begun;
  const { used, validated, refuted } = sequence.tokenPredictions;
  // The draft may still be guessing ahead in the background; its context must be at rest before it is read and freed.
  await sequence.clearHistory();
  if (predictor instanceof DraftSequenceTokenPredictor) await predictor.draftSequence.clearHistory();
  return {
    tokens,
    ended,
    prefillMs,
    decodeMs,
    nativeMs: await takeNativeMs(),
    rounds: tokens.length - used,
    drafted: validated + refuted,
    accepted: used,
  };
}
