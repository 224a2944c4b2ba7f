import { describe, expect, it } from "vitest";
import { AcceptanceHistory } from "../../../engine/pacing/acceptance-history.ts";

/** So many rounds of four guesses of which the first `accepted` are. */
function observe(history: AcceptanceHistory, rounds: number, accepted: number): void {
  for (let index = 0; index < rounds; index++) {
    history.observe({ asked: 4, drafted: 4, accepted, tested: Math.min(4, accepted + 1) });
  }
}

function first(history: AcceptanceHistory): number {
  return history.acceptances(1)[0] ?? 0;
}

describe("what is accepted by position", () => {
  it("begins with what is usual for pairs, the same at every position", () => {
    expect(new AcceptanceHistory().acceptances(3).every((chance) => Math.abs(chance - 0.7) < 1e-9)).toBe(true);
  });

  it("is learned position by position", () => {
    const history = new AcceptanceHistory();
    observe(history, 60, 2);
    const [one = 0, two = 0, three = 1, four = 1] = history.acceptances(4);
    expect(Math.min(one, two)).toBeGreaterThan(0.95);
    expect(three).toBeLessThan(0.35);
    // Never tested: as the one before it.
    expect(Math.abs(four - three)).toBeLessThan(0.05);
  });

  it("notices within three rounds that a text which was guessed well no longer is, and the other way round", () => {
    const history = new AcceptanceHistory();
    observe(history, 40, 4);
    expect(first(history)).toBeGreaterThan(0.95);
    observe(history, 3, 0);
    expect(first(history)).toBeLessThan(0.4);
    observe(history, 40, 0);
    expect(first(history)).toBeLessThan(0.05);
    observe(history, 3, 4);
    expect(first(history)).toBeGreaterThan(0.6);
  });

  it("is not thrown by one bad round", () => {
    const history = new AcceptanceHistory();
    observe(history, 40, 4);
    observe(history, 1, 0);
    expect(first(history)).toBeGreaterThan(0.6);
  });

  it("is more open after a while without drafts, and wide open when another text begins", () => {
    const [seen, away, begun] = [new AcceptanceHistory(), new AcceptanceHistory(), new AcceptanceHistory()];
    for (const history of [seen, away, begun]) observe(history, 40, 0);
    away.lookAway();
    begun.startText();
    for (const history of [seen, away, begun]) observe(history, 1, 4);
    expect(first(seen)).toBeLessThan(first(away));
    expect(first(away)).toBeLessThan(first(begun));
  });

  it("stays a probability however long a session is", () => {
    const history = new AcceptanceHistory();
    observe(history, 3000, 0);
    const all = [...history.acceptances(64)];
    observe(history, 3000, 4);
    all.push(...history.acceptances(64));
    expect(all.every((chance) => chance > 0 && chance < 1)).toBe(true);
  });

  it("says how often a draft gets as far as a position", () => {
    const history = new AcceptanceHistory();
    for (let index = 0; index < 60; index++) {
      const drafted = index % 2 === 0 ? 1 : 4;
      history.observe({ asked: 4, drafted, accepted: drafted, tested: drafted });
    }
    const [one, two = 0, three = 0] = history.reaches(4);
    expect(one).toBe(1);
    expect(Math.abs(two - 0.5)).toBeLessThan(0.1);
    expect(three).toBeGreaterThan(0.9);
  });
});
