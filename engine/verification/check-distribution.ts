import type { DrafterChoice, Prompt } from "../../contract/decoding.ts";
import type { Round } from "../../contract/trace.ts";
import type { Check, Fit } from "../../contract/verification.ts";
import type { Row, RowRequest, TokenId } from "../runtime/runtime.ts";
import { createRandomSource } from "../sampling/random-source.ts";
import { fitOf } from "./chi-square.ts";
import { rowsAlong } from "./evaluate-along.ts";
import { replyOf, type VerifiedPair } from "./verified-pair.ts";

type DistributionCheck = Extract<Check, { kind: "distribution" }>;

export interface DistributionSetting {
  readonly drafter: DrafterChoice;
  readonly k: number;
  readonly replies: number;
  readonly maxTokens: number;
}

/** Few enough that every token of a row has a share worth counting. */
const TOP_K = 8;
const REQUEST: RowRequest = { kind: "top", count: TOP_K, tokens: [] };
/** Of the places of all tokens. Mistakes shift places towards the beginning of the line: a few wide cells show that best. */
const CELLS = 5;
/** A right decoder fails by chance once in a thousand times; twice in a row is no chance. */
const ATTEMPTS = 2;

type Probabilities = ReadonlyMap<TokenId, number>;

/** What stands first on a line has the largest value. */
type Order = (wish: Probabilities | undefined) => (id: TokenId, p: number) => number;
const moreThanTarget: Order = (wish) => (id, p) => (wish?.get(id) ?? 0) / p;
const likeliest: Order = (wish) => (id) => wish?.get(id) ?? 0;

/**
 * Whether sampled replies at temperature 1 are spread as the target's own probabilities say. The first token is counted
 * directly. All the others follow different texts, so their places are counted: with a row's tokens in a line, each as
 * long as its probability, a token drawn from that row falls anywhere on the line alike. There are two such lines, because
 * mistakes favour what the drafter favours: one begins with what it would rather have than the target, the other with
 * what it finds likeliest. Bonus tokens are few, so they are counted by themselves as well. So are
 * the draft model's guesses, on the line of its own row: a q' that it did not draw from spoils every acceptance a little.
 *
 * p' is calculated here from raw logits, without the engine's own warping.
 */
export async function checkDistribution(
  pair: VerifiedPair,
  prompt: Prompt,
  setting: DistributionSetting,
): Promise<DistributionCheck> {
  let check = await attempt(pair, prompt, setting, 0);
  for (let tried = 1; !check.passed && tried < ATTEMPTS; tried++) check = await attempt(pair, prompt, setting, tried);
  return check;
}

async function attempt(
  pair: VerifiedPair,
  prompt: Prompt,
  { drafter, k, replies, maxTokens }: DistributionSetting,
  tried: number,
): Promise<DistributionCheck> {
  const promptTokens = pair.tokenize(prompt);
  const random = createRandomSource(tried);
  const first = new Map<string, number>();
  const byExcess = new Places(moreThanTarget);
  const byLikelihood = new Places(likeliest);
  const ofBonus = new Places(moreThanTarget);
  const ofGuesses = new Places(likeliest);
  const counts = { tokens: 0, accepted: 0, tested: 0 };
  let ofFirst: Probabilities = new Map();
  for (let index = 0; index < replies; index++) {
    const seed = tried * replies + index;
    const decoding = { drafter, k, maxTokens, temperature: 1, topK: TOP_K, topP: 1, minP: 0, seed };
    const { rounds, summary } = await replyOf(pair, prompt, decoding);
    const reply = summary.tokens;
    const target = (await rowsAlong(pair.target, promptTokens, reply, REQUEST)).map(probabilitiesIn);
    const wishes = await drafterWishes(pair, promptTokens, reply, rounds);
    ofFirst = target[0] ?? ofFirst;
    count(first, String(reply[0]));
    const origins = rounds.flatMap(({ emitted }) => emitted.map(({ origin }) => origin));
    for (const [position, token] of reply.entries()) {
      const drawn = { token, p: target[position] ?? new Map(), wish: wishes[position], random: random.next() };
      byExcess.add(drawn);
      byLikelihood.add(drawn);
      if (origins[position] === "bonus") ofBonus.add(drawn);
    }
    let start = 0;
    for (const { drafter: source, drafted, emitted } of rounds) {
      const [guess] = drafted;
      const wish = wishes[start];
      start += emitted.length;
      if (source !== "model" || guess === undefined || wish === undefined) continue;
      ofGuesses.add({ token: guess.id, p: wish, wish, random: random.next() });
    }
    counts.tokens += reply.length;
    counts.accepted += summary.accepted;
    counts.tested += summary.tested;
  }
  const firstToken = fitOf(first, new Map([...ofFirst].map(([id, probability]) => [String(id), probability])));
  const everyToken = [byExcess.fit(), byLikelihood.fit()];
  const bonusToken = ofBonus.fit();
  const firstGuess = ofGuesses.fit();
  const passed = [firstToken, ...everyToken, bonusToken, firstGuess].every(({ plausible }) => plausible);
  const fits = { firstToken, everyToken, bonusToken, firstGuess };
  return { kind: "distribution", passed, drafter, k, replies, ...counts, ...fits };
}

/** A token that came, with the row it should have been drawn from. */
interface Drawn {
  readonly token: TokenId;
  readonly p: Probabilities;
  readonly wish: Probabilities | undefined;
  /** Uniform in [0, 1): where within its own length the token falls. */
  readonly random: number;
}

/** Counts where tokens fall on the lines of their rows. */
class Places {
  readonly #order: Order;
  readonly #counts = new Map<string, number>();

  constructor(order: Order) {
    this.#order = order;
  }

  add({ token, p, wish, random }: Drawn): void {
    const value = this.#order(wish);
    const line = [...p].sort(
      ([left, ofLeft], [right, ofRight]) => value(right, ofRight) - value(left, ofLeft) || left - right,
    );
    const index = line.findIndex(([id]) => id === token);
    const start = line.slice(0, index).reduce((sum, [, probability]) => sum + probability, 0);
    const place = start + random * (line[index]?.[1] ?? 0);
    count(this.#counts, index < 0 ? "impossible" : String(Math.min(CELLS - 1, Math.floor(place * CELLS))));
  }

  fit(): Fit {
    return fitOf(this.#counts, new Map(Array.from({ length: CELLS }, (_unused, cell) => [String(cell), 1 / CELLS])));
  }
}

/** The likeliest tokens of a row, normalised: p' or q' at temperature 1 under top-k alone. */
function probabilitiesIn({ logits }: Row): Probabilities {
  const best = logits.slice(0, TOP_K);
  const largest = best[0]?.logit ?? 0;
  const weights = best.map(({ id, logit }): [TokenId, number] => [id, Math.exp(logit - largest)]);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(weights.map(([id, weight]) => [id, weight / total]));
}

/** What would have been drafted at each place of a reply: a guess that was looked up, else the draft model's q'. */
async function drafterWishes(
  { draft }: VerifiedPair,
  prompt: readonly TokenId[],
  reply: readonly TokenId[],
  rounds: readonly Round[],
): Promise<readonly Probabilities[]> {
  const modelDrafted = rounds.some(({ drafter }) => drafter === "model");
  const wishes: Probabilities[] =
    draft === null || !modelDrafted ? [] : (await rowsAlong(draft, prompt, reply, REQUEST)).map(probabilitiesIn);
  let position = 0;
  for (const { drafter, drafted, emitted } of rounds) {
    for (const [offset, { id }] of drafted.slice(0, emitted.length).entries()) {
      if (drafter === "lookup") wishes[position + offset] = new Map([[id, 1]]);
    }
    position += emitted.length;
  }
  return wishes;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
