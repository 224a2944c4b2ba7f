import type { DrafterChoice, KChoice, Prompt } from "../../contract/decoding.ts";
import { OutriderError } from "../../contract/outrider-error.ts";
import type { Check, Verification } from "../../contract/verification.ts";
import type { Engine } from "../engine.ts";
import type { PairInMemory } from "../loading/pair-in-memory.ts";
import { checkArithmetic, checkRollBack } from "./check-caches.ts";
import { checkDistribution, type DistributionSetting } from "./check-distribution.ts";
import { type CachesCheck, checkGreedy, type PlainReply, plainReply } from "./check-greedy.ts";
import { type VerifiedPair, verifiedPair } from "./verified-pair.ts";

export interface VerifyOptions {
  readonly quick: boolean;
  readonly signal: AbortSignal;
  /** `fraction` is of the steps; `step` says what begins now. */
  readonly onProgress: (fraction: number, step: string) => void;
}

/** A text to go on from, and one that repeats itself, so that there is something to look up. */
const greedyPrompts: readonly Prompt[] = [
  { kind: "raw", text: "Once upon a time there was a fox who lived by a river." },
  { kind: "raw", text: "A list of animals and their sounds.\n\n1. Dog: woof\n2. Cat: meow\n3. Cow: moo\n4." },
];
/** Leaves much open, and looking up its end has a guess to offer. */
const sampledPrompt: Prompt = {
  kind: "raw",
  text: "In the morning she went to the market. In the evening she went to the",
};

interface Setting {
  readonly drafter: DrafterChoice;
  readonly k: KChoice;
}

interface Plan {
  readonly greedyTokens: number;
  readonly greedy: readonly Setting[];
  readonly sampled: readonly DistributionSetting[];
  /** Of passes to compare and to take back. */
  readonly widths: readonly number[];
}

/**
 * Verifies a loaded pair: replies of the engine against what the models say by themselves. Nothing else may use the
 * engine meanwhile. Which speculative mistakes it finds is tested with `test/engine/fixtures/wrong-rules.ts`.
 *
 * @throws OutriderError cancelled where the signal fires, context-full where a context is too small for the checks
 */
export async function verifyPair(engine: Engine, loaded: PairInMemory, options: VerifyOptions): Promise<Verification> {
  if (loaded.rollbackProblem !== null) return { checks: [], nothingDrafted: loaded.rollbackProblem };
  const pair = verifiedPair(engine, loaded, options.signal);
  const plan = planOf(options.quick, pair.draft !== null);
  requireRoom(pair, plan);
  try {
    return { checks: await runChecks(pair, plan, options), nothingDrafted: null };
  } finally {
    await forgetAll(pair);
  }
}

async function runChecks(pair: VerifiedPair, plan: Plan, options: VerifyOptions): Promise<Check[]> {
  const steps = 3 + plan.greedy.length + plan.sampled.length;
  const checks: Check[] = [];
  let done = 0;
  const begin = (step: string): void => options.onProgress(done++ / steps, step);

  begin("plain replies");
  const plain: PlainReply[] = [];
  for (const prompt of greedyPrompts) plain.push(await plainReply(pair, prompt, plan.greedyTokens));

  begin("arithmetic");
  checks.push(await checkArithmetic(pair.target, textOf(pair, plain), plan.widths));
  const caches: CachesCheck[] = [];
  for (const setting of plan.greedy) {
    begin(`greedy replies, ${nameOf(setting)}`);
    const result = await checkGreedy(pair, plain, { ...setting, maxTokens: plan.greedyTokens });
    checks.push(result.greedy);
    caches.push(result.caches);
  }
  checks.push(together(caches));

  begin("roll-back");
  checks.push(await checkRollBack("target", pair.target, textOf(pair, plain), plan.widths));
  if (pair.draft !== null) checks.push(await checkRollBack("draft", pair.draft, textOf(pair, plain), plan.widths));
  await forgetAll(pair);

  for (const setting of plan.sampled) {
    begin(`sampled replies, ${nameOf(setting)}`);
    checks.push(await checkDistribution(pair, sampledPrompt, setting));
  }
  return checks;
}

/** The engine knows what its caches hold from its own replies; what was measured between them must not stay behind. */
async function forgetAll({ target, draft }: VerifiedPair): Promise<void> {
  await target.truncate(0);
  await draft?.truncate(0);
}

function requireRoom({ target, draft, tokenize }: VerifiedPair, { greedyTokens, widths }: Plan): void {
  const longestPrompt = Math.max(...[...greedyPrompts, sampledPrompt].map((prompt) => tokenize(prompt).length));
  const needed = longestPrompt + greedyTokens + Math.max(...widths);
  const capacity = Math.min(target.capacity, draft?.capacity ?? target.capacity);
  if (capacity >= needed) return;
  throw new OutriderError(
    "context-full",
    `The checks need a context of ${needed + 1} tokens in both models; the smaller one has ${capacity + 1}. Load them with a larger context.`,
  );
}

function planOf(quick: boolean, hasDraft: boolean): Plan {
  const drafters: readonly DrafterChoice[] = hasDraft ? ["model", "lookup", "lookup+model"] : ["lookup"];
  const lengths: readonly KChoice[] = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, "auto"];
  const fewLengths = { model: [1, 4, 8], lookup: [4, 8], "lookup+model": [4], off: [] } as const;
  return {
    greedyTokens: quick ? 64 : 400,
    greedy: drafters.flatMap((drafter) => (quick ? fewLengths[drafter] : lengths).map((k) => ({ drafter, k }))),
    sampled: drafters
      .filter((drafter) => !quick || drafter !== "lookup+model")
      .map((drafter) => sampling(drafter, quick)),
    widths: quick ? [2, 5, 9] : [2, 3, 4, 5, 7, 8, 9, 13, 17],
  };
}

/** A look-up finds its guess at the end of the prompt, and little after it: many short replies. */
function sampling(drafter: DrafterChoice, quick: boolean): DistributionSetting {
  const [replies, maxTokens] = drafter === "lookup" ? [250, 2] : [110, 8];
  return { drafter, k: 2, replies: quick ? replies : 6 * replies, maxTokens };
}

/** Prompt and reply of the longest plain reply. */
function textOf(pair: VerifiedPair, plain: readonly PlainReply[]): readonly number[] {
  const texts = plain.map(({ prompt, tokens }) => [...pair.tokenize(prompt), ...tokens]);
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), []);
}

function together(caches: readonly CachesCheck[]): CachesCheck {
  const sum = (pick: (check: CachesCheck) => number): number => caches.reduce((total, check) => total + pick(check), 0);
  const wrongRounds = sum((check) => check.wrongRounds);
  return { kind: "caches", passed: wrongRounds === 0, rounds: sum((check) => check.rounds), wrongRounds };
}

function nameOf({ drafter, k }: Setting): string {
  return `${drafter}, k ${k}`;
}
