import type { TokenId } from "../runtime/runtime.ts";
import type { DecodedRound, RoundJob } from "./decode-round.ts";
import { probabilityIn, topOf } from "./row-figures.ts";

type ChosenJob = Pick<RoundJob, "context" | "rules" | "vocabulary" | "withCandidates" | "emit">;

/**
 * The round of a token that the user picked. One pass of the target, as for a plain token: what it thought of the choice,
 * and what it would have said instead, go on record.
 */
export async function emitChosen(job: ChosenJob, id: TokenId): Promise<DecodedRound> {
  const { context, rules, vocabulary, withCandidates, emit } = job;
  const start = performance.now();
  const [row] = await context.verify([], [rules.request([id])]);
  if (row === undefined) throw new Error("the target returned no row for the chosen token");
  const verifyMs = performance.now() - start;
  const end = emit(id) ?? "chosen";
  await context.commit([id]);
  return {
    drafter: "off",
    draftEnd: null,
    drafted: [],
    emitted: [{ id, p: probabilityIn(row, id), origin: "chosen" }],
    end,
    candidates: withCandidates ? [{ target: topOf(vocabulary, row), draft: null }] : null,
    timing: { draftMs: 0, verifyMs, overheadMs: performance.now() - start - verifyMs },
  };
}
