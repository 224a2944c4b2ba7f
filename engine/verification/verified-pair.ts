import type { Decoding, Prompt } from "../../contract/decoding.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import type { Summary } from "../../contract/summary.ts";
import type { Round } from "../../contract/trace.ts";
import type { Engine } from "../engine.ts";
import type { PairInMemory } from "../loading/pair-in-memory.ts";
import { tokenizePrompt } from "../prompt/tokenize-prompt.ts";
import type { Sequence, TokenId } from "../runtime/runtime.ts";

/** What a check works on: replies of the real engine, and between them the two caches themselves. */
export interface VerifiedPair {
  readonly engine: Engine;
  readonly target: Sequence;
  readonly draft: Sequence | null;
  tokenize(prompt: Prompt): readonly TokenId[];
  readonly signal: AbortSignal;
}

export function verifiedPair(engine: Engine, loaded: PairInMemory, signal: AbortSignal): VerifiedPair {
  return {
    engine,
    target: loaded.target.sequence,
    draft: loaded.draft?.sequence ?? null,
    tokenize: (prompt) => tokenizePrompt(prompt, loaded.target.vocabulary, loaded.chatTemplate).tokens,
    signal,
  };
}

/**
 * One reply to its end.
 *
 * @throws OutriderError cancelled where the signal fires
 */
export async function replyOf(
  { engine, signal }: VerifiedPair,
  prompt: Prompt,
  decoding: Partial<Decoding>,
  onRound: (round: Round) => void = () => undefined,
): Promise<{ readonly rounds: readonly Round[]; readonly summary: Summary }> {
  const reply = engine.generate({ prompt, decoding, signal });
  const rounds: Round[] = [];
  for await (const round of reply) {
    rounds.push(round);
    onRound(round);
  }
  if (signal.aborted) throw new OutriderError("cancelled", "The verification was cancelled.");
  return { rounds, summary: await reply.summary };
}
