import type { DraftedToken, EmittedToken, Origin, Round, Verdict } from "../../../contract/trace.ts";

/** `drafted("a", "accepted")`: a guess, with figures that do not matter. */
export function drafted(text: string, verdict: Verdict, part: Partial<DraftedToken> = {}): DraftedToken {
  return { id: idOf(text), text, q: 0.5, p: verdict === "untested" ? null : 0.4, verdict, ...part };
}

export function emitted(text: string, origin: Origin, part: Partial<EmittedToken> = {}): EmittedToken {
  return { id: idOf(text), text, p: 0.6, origin, ...part };
}

export function round(index: number, part: Partial<Round> = {}): Round {
  return {
    index,
    k: 4,
    reason: "fixed",
    drafter: "model",
    drafted: [],
    emitted: [],
    end: "mismatch",
    timing: { draftMs: 10, verifyMs: 25, overheadMs: 5 },
    ...part,
  };
}

/** A round that keeps `kept`, throws `rejected` and what follows it away, and adds `added`. */
export function mismatchRound(index: number, kept: readonly string[], rejected: string, added: string): Round {
  return round(index, {
    drafted: [
      ...kept.map((text) => drafted(text, "accepted")),
      drafted(rejected, "rejected"),
      drafted(" maybe", "untested"),
    ],
    emitted: [...kept.map((text) => emitted(text, "accepted")), emitted(added, "correction")],
  });
}

export function plainRound(index: number, text: string): Round {
  return round(index, { k: 0, reason: "off", drafter: "off", emitted: [emitted(text, "plain")], end: "plain" });
}

function idOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum * 7 + (character.codePointAt(0) ?? 0), 1) % 50_000;
}
