import {
  getLlama,
  type Llama,
  type LlamaContextSequence,
  LlamaLogLevel,
  type LlamaModel,
  type Token,
} from "node-llama-cpp";
import { asToken } from "../../../engine/runtime/row-translation.ts";
import { bundledDraft, bundledTarget } from "../fixtures/bundled-pair.ts";

/**
 * A model by itself, asked through the library directly: nothing of the engine is in the way. Its settings are those
 * under which the arithmetic is the same at every batch width.
 */
export interface Witness {
  tokenize(text: string): number[];
  /** With the names of control tokens read as those tokens, as in a chat template. */
  tokenizeTemplate(text: string): number[];
  endsGeneration(token: number): boolean;
  /** The logits of the whole vocabulary after a text. */
  logitsAfter(prefix: readonly number[]): Promise<ReadonlyMap<number, number>>;
}

export function openLibrary(): Promise<Llama> {
  return getLlama({ gpu: false, maxThreads: 0, build: "never", logLevel: LlamaLogLevel.error });
}

export async function createWitness(llama: Llama, modelPath: string): Promise<Witness> {
  const model = await llama.loadModel({ modelPath });
  const sequence = await openSequence(model, 1024);
  return {
    tokenize: (text) => model.tokenize(text, false).map(Number),
    tokenizeTemplate: (text) => model.tokenize(text, true).map(Number),
    endsGeneration: (token) => model.isEogToken(asToken(token)),
    logitsAfter: (prefix) => logitsAfter(sequence, prefix.map(asToken)),
  };
}

export interface Softmax {
  readonly best: number;
  probabilityOf(id: number): number;
}

/** What a model by itself gives every token of its vocabulary after a text. */
export async function softmaxAfter(model: Witness, prefix: readonly number[]): Promise<Softmax> {
  const logits = await model.logitsAfter(prefix);
  let best = 0;
  for (const [id, logit] of logits) if (logit > (logits.get(best) ?? 0)) best = id;
  const weightOf = (logit: number): number => Math.exp(logit - (logits.get(best) ?? 0));
  const total = [...logits.values()].reduce((sum, logit) => sum + weightOf(logit), 0);
  return { best, probabilityOf: (id) => weightOf(logits.get(id) ?? Number.NaN) / total };
}

/** Both models of the bundled pair, each by itself. */
export interface Witnesses {
  readonly target: Witness;
  readonly draft: Witness;
  dispose(): Promise<void>;
}

export async function openWitnesses(): Promise<Witnesses> {
  const llama = await openLibrary();
  return {
    target: await createWitness(llama, bundledTarget),
    draft: await createWitness(llama, bundledDraft),
    dispose: () => llama.dispose(),
  };
}

/** A sequence under the exact settings of the bundled pair. */
export async function openSequence(model: LlamaModel, contextSize: number): Promise<LlamaContextSequence> {
  const context = await model.createContext({
    contextSize,
    threads: 1,
    flashAttention: true,
    experimentalKvCacheKeyType: "BF16",
    experimentalKvCacheValueType: "BF16",
  });
  return context.getSequence();
}

async function logitsAfter(
  sequence: LlamaContextSequence,
  prefix: readonly Token[],
): Promise<ReadonlyMap<number, number>> {
  const cached = sequence.contextTokens;
  const differing = prefix.findIndex((token, index) => token !== cached[index]);
  // The last token always goes in anew, because its row is what is asked for.
  const kept = Math.min(differing < 0 ? prefix.length : differing, prefix.length - 1);
  if (kept === 0) await sequence.clearHistory();
  else if (kept < cached.length) await sequence.eraseContextTokenRanges([{ start: kept, end: cached.length }]);
  const unseen = prefix.slice(kept);
  const before = unseen.slice(0, -1);
  if (before.length > 0) await sequence.evaluateWithoutGeneratingNewTokens(before);
  const outputs = await sequence.controlledEvaluate(
    unseen.slice(-1).map((token) => [token, { generateNext: { logits: true, options: { temperature: 0 } } }]),
  );
  return outputs[0]?.next.logits ?? new Map<Token, number>();
}
