import { describe, expect, it } from "vitest";
import { readSuiteResult } from "../../../scripts/testing/vitest-report.ts";

type Status = "passed" | "failed" | "skipped" | "todo";

function file(name: string, status: "passed" | "failed", tests: Readonly<Record<string, Status>>) {
  const assertionResults = Object.entries(tests).map(([fullName, result]) => ({ fullName, status: result }));
  return { name, status, message: "", assertionResults };
}
const report = (...testResults: ReturnType<typeof file>[]) => JSON.stringify({ testResults });

describe("readSuiteResult", () => {
  it("counts passed, failed and skipped tests and names the failed ones", () => {
    const text = report(
      file("a.test.ts", "failed", { "a works": "passed", "a breaks": "failed" }),
      file("b.test.ts", "passed", { "b later": "todo", "b never": "skipped", "b works": "passed" }),
    );
    expect(readSuiteResult(text, 1)).toEqual({
      counts: { passed: 2, failed: 1, skipped: 2 },
      failures: ["a breaks"],
    });
  });

  it("counts a file that could not be loaded as one failure", () => {
    const text = report(file("broken.test.ts", "failed", {}), file("b.test.ts", "passed", { b: "passed" }));
    expect(readSuiteResult(text, 1)).toEqual({
      counts: { passed: 1, failed: 1, skipped: 0 },
      failures: ["broken.test.ts"],
    });
  });

  it("counts a run that ended badly although every test passed (an unhandled rejection) as a failure", () => {
    const result = readSuiteResult(report(file("a.test.ts", "passed", { a: "passed" })), 1);
    expect(result.counts).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it("counts a run without a report, and one without tests, as a failure", () => {
    expect(readSuiteResult(null, 134).counts.failed).toBe(1);
    expect(readSuiteResult(report(), 0).counts.failed).toBe(1);
  });
});
