import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeWithAuto,
  type Machine,
  oracleMs,
  type Phase,
  type SimulatedRound,
  through,
  writeText,
} from "./simulated-machine.ts";

/** A pass costs the same at every width, a guess a tenth of it. */
const cuda: Machine = { verifyMs: () => 10, draftMs: 1, limit: 16 };
/** Each further column costs nearly a whole pass. */
const apple: Machine = { verifyMs: (width) => 10 * (1 + 0.85 * (width - 1)), draftMs: 1, limit: 16 };
/** Qwen2.5-Coder 1.5B and 0.5B on two cores (engine-facts). */
const qwen = { 1: 42.5, 2: 65, 3: 82, 4: 112, 8: 247, 16: 285 };
const cpu: Machine = { verifyMs: through(qwen), draftMs: 25, limit: 16 };
const cpuLookup: Machine = { verifyMs: through(qwen), draftMs: 0, limit: 64 };

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** Oracle's time by auto's, the worst of the seeds: 1 would be every k right from the first round on. */
function worstShare(machine: Machine, phases: readonly Phase[]): number {
  const shares = seeds.map((seed) => {
    const text = writeText(phases, seed);
    return oracleMs(machine, text) / decodeWithAuto(machine, text, seed + 100).ms;
  });
  return Math.min(...shares);
}

function runOnce(machine: Machine, phases: readonly Phase[], seed: number): readonly SimulatedRound[] {
  return decodeWithAuto(machine, writeText(phases, seed), seed + 100).rounds;
}

describe("k = auto beside the best fixed k of each phase, with timings that are 10 % off and now and then five times", () => {
  it("reaches 95 % of its throughput where one k is right all the time", () => {
    expect(worstShare(cuda, [{ tokens: 600, acceptance: 0.8 }])).toBeGreaterThan(0.95);
    expect(worstShare(cuda, [{ tokens: 600, acceptance: 0.5 }])).toBeGreaterThan(0.95);
    expect(worstShare(apple, [{ tokens: 600, acceptance: 0.8 }])).toBeGreaterThan(0.95);
    expect(worstShare(cpu, [{ tokens: 400, acceptance: 0.7 }])).toBeGreaterThan(0.95);
  });

  it("reaches most of it where the text changes under it", () => {
    const falling = [0.8, 0.02, 0.8].map((acceptance) => ({ tokens: 400, acceptance }));
    expect(worstShare(cuda, falling)).toBeGreaterThan(0.91);
    const mixed = [0.9, 0.5, 0.7, 0.2, 0.9].map((acceptance) => ({ tokens: 200, acceptance }));
    expect(worstShare(cuda, mixed)).toBeGreaterThan(0.91);
    const copying = [0.95, 0.05, 0.95].map((acceptance) => ({ tokens: 300, acceptance }));
    expect(worstShare(cpuLookup, copying)).toBeGreaterThan(0.84);
  });
});

describe("k = auto where nothing pays", () => {
  it("drafts nothing within 12 rounds, probes apart", () => {
    for (const machine of [apple, cpu]) {
      for (const seed of seeds) {
        const rounds = runOnce(machine, [{ tokens: 300, acceptance: 0.6 }], seed);
        const later = rounds.slice(12).filter((round) => round.decision.reason !== "probe");
        const drafting = later.filter((round) => round.decision.k > 0).length;
        expect(drafting / later.length).toBeLessThan(0.02);
      }
    }
  });

  it("is back within 40 rounds once it does", () => {
    for (const seed of seeds) {
      const rounds = runOnce(
        cuda,
        [0.02, 0.85].map((acceptance) => ({ tokens: 200, acceptance })),
        seed,
      );
      const after = rounds.filter((round) => round.phase === 1);
      const back = after.findIndex((round) => round.decision.reason === "auto" && round.decision.k > 0);
      expect(back).toBeGreaterThanOrEqual(0);
      expect(back).toBeLessThan(40);
    }
  });
});

describe("k = auto", () => {
  it("stays within its limit and gives a reason, whatever it is told", () => {
    const machines = fc.record({
      slope: fc.double({ min: 0, max: 2, noNaN: true }),
      draftMs: fc.double({ min: 0, max: 50, noNaN: true }),
      limit: fc.integer({ min: 0, max: 64 }),
      acceptance: fc.double({ min: 0, max: 1, noNaN: true }),
      seed: fc.integer({ min: 1, max: 1e6 }),
    });
    fc.assert(
      fc.property(machines, ({ slope, draftMs, limit, acceptance, seed }) => {
        const machine: Machine = { verifyMs: (width) => 10 * (1 + slope * (width - 1)), draftMs, limit };
        for (const { decision } of runOnce(machine, [{ tokens: 60, acceptance }], seed)) {
          expect(Number.isInteger(decision.k) && decision.k >= 0 && decision.k <= limit).toBe(true);
          expect(["auto", "auto-off", "probe"]).toContain(decision.reason);
          if (decision.reason === "auto") expect(decision.k).toBeGreaterThan(0);
        }
      }),
      { numRuns: 100 },
    );
  });
});
