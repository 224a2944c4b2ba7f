import { createSeededRandom } from "../../../cli/bench/seeded-random.ts";
import type { Candidate, DraftedToken, EmittedToken, PositionCandidates, Round } from "../../../contract/trace.ts";
import { type ScriptToken, splitTokens } from "./split-tokens.ts";

export interface RoundScript {
  readonly tokens: readonly ScriptToken[];
  readonly seed: number;
  /** How often a guess is right. */
  readonly skill: number;
  readonly capture: "figures" | "candidates";
  readonly sampled: boolean;
}

const GUESSES = splitTokens(" the and of to a in is that it on because attracts orbiting very with for was , . so\n");

/** Writes the rounds of a reply one at a time; k may change between them. */
export function createRoundWriter(script: RoundScript) {
  const random = createSeededRandom(script.seed);
  let at = 0;
  let index = 0;
  return {
    ended: () => at >= script.tokens.length,

    next(k: number): Round {
      const width = Math.min(k, Math.max(0, script.tokens.length - at - 1));
      const guesses = draft(script, script.tokens.slice(at, at + width), random);
      const mismatch = guesses.some(({ token }) => token.verdict === "rejected");
      const kept = guesses.flatMap(({ token }): EmittedToken[] =>
        token.verdict === "accepted" ? [emitted(token, token.p ?? 0, "accepted")] : [],
      );
      const next = script.tokens[at + kept.length];
      const origin = k === 0 ? "plain" : mismatch ? "correction" : "bonus";
      const added = next === undefined ? [] : [emitted(next, 0.4 + random() * 0.55, origin)];
      const addedTops = next === undefined || mismatch ? [] : [tops(next, null, added[0]?.p ?? 0, 0, random)];
      at += kept.length + added.length;
      const round: Round = {
        index,
        k: width,
        reason: reasonOf(k, width),
        drafter: k === 0 ? "off" : "model",
        drafted: guesses.map(({ token }) => token),
        emitted: [...kept, ...added],
        end: at >= script.tokens.length ? "end-of-generation" : roundEnds[origin],
        ...(script.capture === "figures" ? {} : { candidates: [...guesses.map((guess) => guess.tops), ...addedTops] }),
        timing: times(width, random),
      };
      index += 1;
      return round;
    },
  };
}

function reasonOf(k: number, width: number): Round["reason"] {
  if (k === 0) return "off";
  return width < k ? "max-tokens" : "fixed";
}

function times(width: number, random: () => number): Round["timing"] {
  return {
    draftMs: width * (2.6 + random()),
    verifyMs: 15 + width * 2.2 + random() * 9,
    overheadMs: 0.5 + random(),
  };
}

const roundEnds = { plain: "plain", correction: "mismatch", bonus: "all-accepted" } as const;

interface Guess {
  readonly token: DraftedToken;
  readonly tops: PositionCandidates;
}

function draft(script: RoundScript, rightOnes: readonly ScriptToken[], random: () => number): readonly Guess[] {
  const guesses: Guess[] = [];
  for (const right of rightOnes) {
    const mismatch = guesses.some(({ token }) => token.verdict !== "accepted");
    const q = 0.25 + random() * 0.7;
    if (mismatch) {
      const token: DraftedToken = { ...wrongGuess(right, random), q, p: null, verdict: "untested" };
      guesses.push({ token, tops: { target: null, draft: null } });
      continue;
    }
    const kept = random() < script.skill * 0.97 ** guesses.length;
    const guess = kept ? right : wrongGuess(right, random);
    // Below every q: what the target finds likelier than the draft is never rejected.
    const p = kept ? 0.5 + random() * 0.49 : random() * 0.25;
    const token: DraftedToken = {
      ...guess,
      q,
      p,
      verdict: kept ? "accepted" : "rejected",
      ...(script.sampled ? { acceptance: acceptance(p, q, kept, random()) } : {}),
    };
    guesses.push({ token, tops: tops(right, guess, p, q, random) });
  }
  return guesses;
}

function wrongGuess(right: ScriptToken, random: () => number): ScriptToken {
  const others = GUESSES.filter((guess) => guess.id !== right.id);
  return others[Math.floor(random() * others.length)] ?? right;
}

/** Only what belongs to an emitted token. */
function emitted({ id, text, bytes, control }: ScriptToken, p: number, origin: EmittedToken["origin"]): EmittedToken {
  return {
    id,
    text,
    ...(bytes === undefined ? {} : { bytes }),
    ...(control === undefined ? {} : { control }),
    p,
    origin,
  };
}

export type RoundWriter = ReturnType<typeof createRoundWriter>;

/** A whole reply at one k. */
export function writeRounds(script: RoundScript, k: number): readonly Round[] {
  const writer = createRoundWriter(script);
  const rounds: Round[] = [];
  while (!writer.ended()) rounds.push(writer.next(k));
  return rounds;
}

function acceptance(p: number, q: number, kept: boolean, random: number) {
  const probability = Math.min(1, p / q);
  return { p, q, probability, random: kept ? random * probability : probability + random * (1 - probability) };
}

function tops(
  right: ScriptToken,
  guess: ScriptToken | null,
  p: number,
  q: number,
  random: () => number,
): PositionCandidates {
  const others = GUESSES.filter((other) => other.id !== right.id && other.id !== guess?.id).slice(0, 8);
  const spread = (leader: ScriptToken, share: number, second: ScriptToken | null, secondShare: number): Candidate[] => {
    let left = Math.max(0, 1 - share - secondShare);
    const tail = others.map((other) => {
      const probability = left * (0.3 + random() * 0.2);
      left -= probability;
      return { ...other, probability };
    });
    const own = [
      { ...leader, probability: share },
      ...(second === null ? [] : [{ ...second, probability: secondShare }]),
    ];
    return [...own, ...tail].sort((one, other) => other.probability - one.probability).slice(0, 10);
  };
  const same = guess === null || guess.id === right.id;
  return {
    target: same ? spread(right, p, null, 0) : spread(right, Math.min(0.95 - p, 0.35 + random() * 0.3), guess, p),
    draft: guess === null ? null : same ? spread(guess, q, null, 0) : spread(guess, q, right, (1 - q) * 0.5),
  };
}
