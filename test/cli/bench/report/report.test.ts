import { describe, expect, it } from "vitest";
import { makeReport } from "../../../../cli/bench/report/report.ts";
import { measured, sampleBenchmark, speculative } from "../sample-benchmark.ts";

const arms = ["off", "model:3", "library-plain", "library-draft:3"];

describe("makeReport", () => {
  it("pairs by prompt: a slow minute that hits both arms changes nothing", () => {
    const report = makeReport(
      sampleBenchmark(
        [
          measured({ arm: "off", prompt: "code/a" }),
          speculative({ arm: "model:3", prompt: "code/a" }),
          measured({ arm: "off", prompt: "code/b", decodeMs: 800 }),
          speculative({ arm: "model:3", prompt: "code/b", decodeMs: 400 }),
          measured({ arm: "off", prompt: "prose/a", category: "prose", decodeMs: 60 }),
          speculative({ arm: "model:3", prompt: "prose/a", category: "prose", decodeMs: 90 }),
        ],
        arms,
      ),
    );
    const [plain, model] = report.arms;
    expect(plain).toMatchObject({ arm: "off", speedup: null, identical: null, msPerToken: { median: 10 } });
    expect(model?.speedup).toMatchObject({ median: 2, count: 3 });
    expect(model?.categories).toMatchObject([
      { category: "code", speedup: { median: 2, low: 2, high: 2 } },
      { category: "prose", speedup: { median: expect.closeTo(2 / 3, 9), low: null } },
    ]);
  });

  it("counts a prompt once, however often it was measured", () => {
    const runs = [0, 1, 2].flatMap((run) => [
      measured({ arm: "off", prompt: "code/a", run }),
      speculative({ arm: "model:3", prompt: "code/a", run, decodeMs: [20, 40, 80][run] ?? 0 }),
    ]);
    const other = [
      measured({ arm: "off", prompt: "code/b" }),
      speculative({ arm: "model:3", prompt: "code/b", decodeMs: 80 }),
    ];
    const report = makeReport(sampleBenchmark([...runs, ...other], arms));
    // 2 on one prompt (median of 4, 2, 1), 1 on the other.
    expect(report.arms[1]?.speedup).toMatchObject({ median: 1.5, count: 2 });
  });

  it("has v(m), c and the theory of measured counts", () => {
    const report = makeReport(
      sampleBenchmark(
        [measured({ arm: "off", prompt: "code/a" }), speculative({ arm: "model:3", prompt: "code/a" })],
        arms,
      ),
    );
    // A plain pass takes 72 / 8 = 9 ms, one over two columns 28.8 / 4 = 7.2 ms, a guess 7.2 / 4 = 1.8 ms.
    expect(report.costs.v).toEqual([
      { width: 1, value: 1, replies: 1 },
      { width: 2, value: expect.closeTo(0.8, 9), replies: 1 },
    ]);
    expect(report.costs.c).toBeCloseTo(0.2, 9);
    // E = 8 tokens in 4 rounds; S = 2 / (1 * 0.2 + 0.8).
    expect(report.arms[1]).toMatchObject({ theory: expect.closeTo(2, 9), blockEfficiency: 2, acceptanceRate: 1 });
  });

  it("has the theory of each category, whatever the clock said", () => {
    const report = makeReport(
      sampleBenchmark(
        [
          measured({ arm: "off", prompt: "code/a" }),
          speculative({ arm: "model:3", prompt: "code/a" }),
          // Nothing was drafted, and the machine was busy.
          measured({ arm: "off", prompt: "prose/a", category: "prose" }),
          measured({ arm: "model:3", prompt: "prose/a", category: "prose", decodeMs: 800 }),
          measured({ arm: "library-plain", prompt: "prose/a", category: "prose", figures: null }),
        ],
        arms,
      ),
    );
    const theories = report.arms.map(({ categories }) => categories.map(({ theory }) => theory));
    expect(theories).toEqual([
      [null, null],
      [expect.closeTo(2, 9), expect.closeTo(1, 9)],
      [null, null],
    ]);
  });

  it("splits the time, and tells what llama.cpp does not account for", () => {
    const report = makeReport(sampleBenchmark([measured({ arm: "off", prompt: "code/a" })], arms));
    expect(report.arms[0]).toMatchObject({
      split: { draft: 0, verify: 0.9, overhead: 0.05, between: expect.closeTo(0.05, 9) },
      beyondNative: { share: expect.closeTo(0.2, 9), msPerRound: 2 },
    });
  });

  it("compares outputs with plain decoding's, and finds where they part", () => {
    const report = makeReport(
      sampleBenchmark(
        [
          measured({ arm: "off", prompt: "code/a" }),
          measured({ arm: "off", prompt: "code/b" }),
          speculative({ arm: "model:3", prompt: "code/a" }),
          speculative({ arm: "model:3", prompt: "code/b", tokens: [1, 2, 3, 9, 5, 6, 7, 8] }),
          // As long as it is the same reply, cut.
          measured({ arm: "library-plain", prompt: "code/a", figures: null, tokens: [1, 2, 3, 4, 5, 6] }),
        ],
        arms,
      ),
    );
    expect(report.arms.map(({ arm, identical }) => ({ arm, identical }))).toEqual([
      { arm: "off", identical: null },
      { arm: "model:3", identical: { same: 1, compared: 2, firstDifference: 3 } },
      { arm: "library-plain", identical: { same: 0, compared: 1, firstDifference: 6 } },
    ]);
  });

  it("sets Outrider's arms beside the library's that do the same, and auto beside the best fixed k", () => {
    const names = ["off", "model:3", "model:auto", "library-plain", "library-draft:3"];
    const all = names.map((arm) => measured({ arm, prompt: "code/a", decodeMs: arm === "model:3" ? 100 : 80 }));
    const { againstLibrary, autoAgainstFixed } = makeReport(sampleBenchmark(all, names));
    expect(againstLibrary.map(({ arm, reference }) => [arm, reference])).toEqual([
      ["off", "library-plain"],
      ["model:3", "library-draft:3"],
      ["model:auto", "library-draft:3"],
    ]);
    expect(againstLibrary[1]?.all?.median).toBeCloseTo(0.8, 9);
    // Drafting lost here, so plain decoding is what auto has to reach.
    expect(autoAgainstFixed.map(({ arm, reference }) => [arm, reference])).toEqual([["model:auto", "off"]]);
  });
});
