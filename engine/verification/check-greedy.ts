import type { DrafterChoice, KChoice, Prompt } from "../../contract/decoding.ts";
import type { Check, Parting } from "../../contract/verification.ts";
import { findParting } from "./find-parting.ts";
import { replyOf, type VerifiedPair } from "./verified-pair.ts";
import { CacheWatch } from "./watch-caches.ts";

export type GreedyCheck = Extract<Check, { kind: "greedy" }>;
export type CachesCheck = Extract<Check, { kind: "caches" }>;

/** Greedy and plain, to compare the others with. */
export interface PlainReply {
  readonly prompt: Prompt;
  readonly tokens: readonly number[];
}

export async function plainReply(pair: VerifiedPair, prompt: Prompt, maxTokens: number): Promise<PlainReply> {
  // A cache that was filled for another prompt may have got a shared beginning in passes of other widths.
  await pair.target.truncate(0);
  const { summary } = await replyOf(pair, prompt, { drafter: "off", k: 0, maxTokens });
  return { prompt, tokens: summary.tokens };
}

/** Whether greedy replies with this drafter and k are the plain ones, and what the caches held meanwhile. */
export async function checkGreedy(
  pair: VerifiedPair,
  plain: readonly PlainReply[],
  setting: { readonly drafter: DrafterChoice; readonly k: KChoice; readonly maxTokens: number },
): Promise<{ readonly greedy: GreedyCheck; readonly caches: CachesCheck }> {
  const partings: Parting[] = [];
  const counts = { tokens: 0, accepted: 0, tested: 0, rounds: 0, wrongRounds: 0 };
  for (const { prompt, tokens } of plain) {
    const watch = new CacheWatch(pair);
    await pair.target.truncate(0);
    const { rounds, summary } = await replyOf(pair, prompt, setting, () => watch.look());
    const promptTokens = pair.tokenize(prompt);
    counts.tokens += summary.tokens.length;
    counts.accepted += summary.accepted;
    counts.tested += summary.tested;
    counts.rounds += rounds.length;
    counts.wrongRounds += watch.wrongRounds(promptTokens, rounds);
    const parting = await findParting({ sequence: pair.target, prompt: promptTokens, plain: tokens, rounds });
    if (parting !== null) partings.push(parting);
  }
  const { tokens, accepted, tested, rounds, wrongRounds } = counts;
  const { drafter, k } = setting;
  return {
    greedy: {
      kind: "greedy",
      passed: partings.every(({ nearTie }) => nearTie),
      drafter,
      k,
      tokens,
      accepted,
      tested,
      partings,
    },
    caches: { kind: "caches", passed: wrongRounds === 0, rounds, wrongRounds },
  };
}
