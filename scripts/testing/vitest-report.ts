import { z } from "zod";
import type { Counts } from "./counts.ts";

/** The parts of vitest's JSON report that are read here. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.enum(["passed", "failed"]),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.enum(["passed", "failed", "skipped", "pending", "todo", "disabled"]),
        }),
      ),
    }),
  ),
});

export interface SuiteResult {
  readonly counts: Counts;
  /** What failed, by name. */
  readonly failures: readonly string[];
}

/**
 * Counts a vitest run. A file that failed as a whole (it could not be loaded, or a hook threw) counts as one failure;
 * so does a run that ended badly for a reason its report does not show, and one without a single test.
 *
 * @param report the text of vitest's JSON report; null where it wrote none
 */
export function readSuiteResult(report: string | null, exitCode: number | null): SuiteResult {
  if (report === null) return failure("the run ended without a report");
  const files = reportSchema.parse(JSON.parse(report)).testResults;
  const tests = files.flatMap((file) => file.assertionResults);
  const failedTests = tests.filter((test) => test.status === "failed").map((test) => test.fullName);
  const failedFiles = files
    .filter((file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"))
    .map((file) => file.name);
  const failures = [...failedTests, ...failedFiles];
  if (tests.length === 0 && failures.length === 0) return failure("there was not a single test");
  if (exitCode !== 0 && failures.length === 0) failures.push(`the run ended with exit code ${exitCode}`);
  const passed = tests.filter((test) => test.status === "passed").length;
  const counts = { passed, failed: failures.length, skipped: tests.length - passed - failedTests.length };
  return { counts, failures };
}

function failure(reason: string): SuiteResult {
  return { counts: { passed: 0, failed: 1, skipped: 0 }, failures: [reason] };
}
