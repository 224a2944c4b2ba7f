import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { renderJson } from "../../../cli/bench/report/render.ts";
import { replaceTables } from "../../../scripts/benchmarks/tables.ts";
import { measured, sampleBenchmark, speculative } from "../../cli/bench/sample-benchmark.ts";

const json = renderJson(
  sampleBenchmark(
    [measured({ arm: "off", prompt: "code/a" }), speculative({ arm: "model:3", prompt: "code/a" })],
    ["off", "model:3"],
  ),
);
const page = "before\n<!-- tables -->\nold\n<!-- /tables -->\nbehind\n";

describe("replaceTables", () => {
  it("puts each run's tables between the markers, and leaves the rest alone", () => {
    const result = replaceTables(page, [
      { name: "b", json },
      { name: "a", json },
    ]);
    expect(result).toMatch(/^before\n<!-- tables -->\n\n## a\n[\s\S]*\n## b\n[\s\S]*<!-- \/tables -->\nbehind\n$/);
    expect(result).not.toContain("old");
    expect(result).toContain("| model:3 | 1 | 8 | 5.00 | 5.00–5.00 | 200.0 | 2.00 | – | 2.00 | 1 of 1 |");
    expect(replaceTables(result, [{ name: "a", json }])).toBe(replaceTables(page, [{ name: "a", json }]));
  });

  it("says which file is no benchmark", () => {
    expect(() => replaceTables(page, [{ name: "x", json: "{}" }])).toThrow("docs/benchmarks/x.json is not what");
  });
});

it("docs/benchmarks.md shows the runs that are kept", async () => {
  const names = (await readdir("docs/benchmarks")).filter((file) => file.endsWith(".json"));
  const runs = await Promise.all(
    names.map(async (file) => ({
      name: file.replace(/\.json$/, ""),
      json: await readFile(`docs/benchmarks/${file}`, "utf8"),
    })),
  );
  const current = await readFile("docs/benchmarks.md", "utf8");
  expect(replaceTables(current, runs)).toBe(current);
});
