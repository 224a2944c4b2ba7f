/** The places of a reply that are worth a look. */
import type { EmittedToken, Round } from "../../../contract/trace.ts";
import type { Slot } from "./token-stream.ts";

export interface Jump {
  readonly round: number;
  readonly slot: Slot;
  /** What makes the place worth a look: milliseconds a token, a probability, or tokens in a row. */
  readonly figure: number;
  readonly token: EmittedToken;
}

export interface Jumps {
  /** Most milliseconds for each token they gave; only rounds that drafted can be bad ones. */
  readonly worstRounds: readonly Jump[];
  /** Lowest p of the target. */
  readonly leastCertain: readonly Jump[];
  /** Most guesses kept one after another, from round to round; the bonus tokens between them are not counted. */
  readonly longestRuns: readonly Jump[];
}

export function findJumps(rounds: readonly Round[], most: number): Jumps {
  return {
    worstRounds: best(rounds.flatMap(costOf), most),
    leastCertain: best(rounds.flatMap(emittedOf), most, "least"),
    longestRuns: best(runsOf(rounds), most),
  };
}

function costOf(round: Round): readonly Jump[] {
  const slot = round.drafted.findIndex((token) => token.verdict === "rejected");
  const last = round.emitted.at(-1);
  if (round.drafted.length === 0 || last === undefined) return [];
  const { draftMs, verifyMs, overheadMs } = round.timing;
  return [
    {
      round: round.index,
      slot: slot === -1 ? `e${round.emitted.length - 1}` : `d${slot}`,
      figure: (draftMs + verifyMs + overheadMs) / round.emitted.length,
      token: last,
    },
  ];
}

/** Tokens without a text of their own end replies or characters; how likely they were says little. */
function emittedOf(round: Round): readonly Jump[] {
  return round.emitted.flatMap((token, index) =>
    token.text === "" ? [] : [{ round: round.index, slot: `e${index}` as const, figure: token.p, token }],
  );
}

function runsOf(rounds: readonly Round[]): readonly Jump[] {
  const runs: Jump[] = [];
  let run: Jump | null = null;
  for (const round of rounds) {
    round.emitted.forEach((token, index) => {
      if (token.origin === "accepted") {
        run =
          run === null
            ? { round: round.index, slot: `e${index}`, figure: 1, token }
            : { ...run, figure: run.figure + 1 };
      } else if (token.origin !== "bonus") {
        if (run !== null) runs.push(run);
        run = null;
      }
    });
  }
  return run === null ? runs : [...runs, run];
}

/** The first of equals comes first. */
function best(jumps: readonly Jump[], most: number, wanted: "most" | "least" = "most"): readonly Jump[] {
  const sign = wanted === "most" ? -1 : 1;
  return jumps.toSorted((left, right) => sign * (left.figure - right.figure)).slice(0, most);
}
