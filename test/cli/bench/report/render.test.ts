import { describe, expect, it } from "vitest";
import { benchmarkSchema } from "../../../../cli/bench/benchmark.ts";
import { renderCsv, renderJson, renderMarkdown, renderText } from "../../../../cli/bench/report/render.ts";
import { makeReport } from "../../../../cli/bench/report/report.ts";
import { measured, sampleBenchmark, speculative } from "../sample-benchmark.ts";

const benchmark = sampleBenchmark(
  [
    measured({ arm: "off", prompt: "code/a" }),
    speculative({ arm: "model:3", prompt: "code/a", notes: ["The draft broke."] }),
    measured({ arm: "off", prompt: 'own/"b", quoted' }),
    speculative({ arm: "model:3", prompt: 'own/"b", quoted', decodeMs: 160 }),
  ],
  ["off", "model:3"],
);

describe("renderJson", () => {
  it("holds every measurement and the report made of them", () => {
    const document = JSON.parse(renderJson(benchmark));
    expect(benchmarkSchema.parse(document)).toEqual(benchmark);
    expect(document.report).toEqual(JSON.parse(JSON.stringify(makeReport(benchmark))));
  });
});

describe("renderCsv", () => {
  it("has a line for each measurement with as many cells as the head", () => {
    const [head = "", first, , last] = renderCsv(benchmark).trimEnd().split("\n");
    expect(first?.split(",")).toHaveLength(head.split(",").length);
    expect(first).toMatch(/^0,code,code\/a,off,20,8,10\.0000,80\.000,64\.000,/);
    expect(last).toContain('"own/""b"", quoted"');
  });
});

describe.each([
  ["Markdown", renderMarkdown],
  ["text", renderText],
])("the report in %s", (_name, render) => {
  const page = render(benchmark);

  it("says what was measured with what on what", () => {
    for (const fact of ["big.gguf", "A processor, 2 cores", "llama.cpp v0.5.0", "0123456789ab", "The draft broke."]) {
      expect(page).toContain(fact);
    }
  });

  it("gives speed-ups with intervals, and leaves out tables of what was not measured", () => {
    // 2 on one prompt and 0.5 on the other.
    expect(page).toMatch(/model:3\b.*\b1\.25\b.*\b0\.50–2\.00\b/);
    expect(page).toContain("Acceptance by position");
    expect(page).not.toContain("Against the library");
  });
});
