import { describe, expect, it } from "vitest";
import { countOf, formatBytes, formatDuration } from "../../../cli/output/figures.ts";
import { summaryLine } from "../../../cli/output/summary-line.ts";
import { renderTable } from "../../../cli/output/table.ts";
import { summaryWith } from "../sample-rounds.ts";

describe("figures for people", () => {
  it.each([
    [0, "0 ms"],
    [999.4, "999 ms"],
    [999.6, "1.0 s"],
    [8_320, "8.3 s"],
    [59_960, "1 min 0 s"],
    [125_400, "2 min 5 s"],
  ])("%s ms is %s", (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [98_362_432, "98.4 MB"],
    [4_000_000_000, "4.0 GB"],
  ])("%s bytes are %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it("has a plural", () => {
    expect([countOf(1, "token"), countOf(0, "token")]).toEqual(["1 token", "0 tokens"]);
  });
});

describe("summaryLine", () => {
  it("tells the figures of a reply in one line", () => {
    expect(summaryLine(summaryWith({}))).toBe(
      "10 tokens in 1.0 s · 10.0 tokens/s · accepted 5 of 12 tested (42 %) · 2.00 tokens a round · first after 420 ms · ended by itself",
    );
  });

  it.each([
    [400, 1.4, "saved 400 ms (1.40 × plain)"],
    [-2500, 0.5, "cost 2.5 s (0.50 × plain)"],
  ])("says whether speculation paid: %s ms", (savedMs, speedup, words) => {
    const measured = { plainMsPerToken: 10, source: "measured-at-load" as const, ageMs: 0, msPerToken: 10 };
    expect(summaryLine(summaryWith({ verdict: { ...measured, savedMs, speedup } }))).toContain(` · ${words} · `);
  });

  it("leaves out what was not measured", () => {
    const line = summaryLine(
      summaryWith({
        acceptanceRate: null,
        tokensPerSecond: null,
        timeToFirstTokenMs: null,
        blockEfficiency: null,
        finishReason: "aborted",
      }),
    );
    expect(line).toBe("10 tokens in 1.0 s · nothing drafted · stopped");
  });
});

describe("renderTable", () => {
  it("lines columns up", () => {
    const rows = [
      { name: "plain", speed: "9.1" },
      { name: "k 3", speed: "10.4" },
    ];
    const table = renderTable(
      [
        { title: "arm", cell: ({ name }) => name },
        { title: "tokens/s", cell: ({ speed }) => speed, align: "right" },
      ],
      rows,
    );
    expect(table.split("\n")).toEqual(["arm    tokens/s", "─────  ────────", "plain       9.1", "k 3        10.4"]);
  });
});
