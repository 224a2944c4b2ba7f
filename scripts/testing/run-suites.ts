import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Counts, formatCounts, noCounts, succeeded, sumCounts } from "./counts.ts";
import { type CommandOptions, type CommandOutput, headingOf, runCommand } from "./run-command.ts";
import { readSuiteResult } from "./vitest-report.ts";

/** One line of the whole: a check that passes or fails as one, or a vitest project. */
export interface Outcome {
  readonly name: string;
  readonly counts: Counts;
  readonly failures: readonly string[];
}

export type VitestProject = "unit" | "page" | "engine" | "e2e" | "preview" | "slow";

const seeAbove = "see its output above";

/** Work that counts as one test, by what it answers; throwing is failing. */
export async function runCheck(name: string, work: () => Promise<keyof Counts>): Promise<Outcome> {
  process.stdout.write(headingOf(name));
  try {
    return outcomeOf(name, await work());
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return outcomeOf(name, "failed");
  }
}

function outcomeOf(name: string, result: keyof Counts): Outcome {
  return { name, counts: { ...noCounts, [result]: 1 }, failures: result === "failed" ? [seeAbove] : [] };
}

/** A script of package.json as a check. */
export async function runPackageScript(script: string, output: CommandOutput): Promise<Outcome> {
  const npmScript = process.env.npm_execpath;
  const [command, ...before] = npmScript?.endsWith("js") ? [process.execPath, npmScript] : ["npm"];
  const exitCode = await runCommand(command, [...before, "run", "--silent", script], { heading: script, output });
  return outcomeOf(script, exitCode === 0 ? "passed" : "failed");
}

/** A run that hangs must not take the others with it; the slow tests are slow on purpose. */
const RUN_LIMIT_MS = 20 * 60_000;

/** Runs one vitest project and counts it by its JSON report. */
export async function runVitest(
  project: VitestProject,
  { environment = {}, output = "inherit" }: Pick<CommandOptions, "environment" | "output"> = {},
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "outrider-report-"));
  try {
    const reportFile = join(folder, "report.json");
    const parameters = ["node_modules/vitest/vitest.mjs", "run", "--project", project];
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
    const exitCode = await runCommand(process.execPath, [...parameters, ...reporters], {
      environment,
      heading: `${project} tests`,
      output,
      ...(project === "slow" ? {} : { limitMs: RUN_LIMIT_MS }),
    });
    const report = await readFile(reportFile, "utf8").catch(() => null);
    return { name: project, ...readSuiteResult(report, exitCode) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Ends the run: a table, every failure by name, and the counts over all alone on the last line. */
export function conclude(outcomes: readonly Outcome[]): void {
  process.stdout.write(headingOf("All together"));
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  for (const { name, counts } of outcomes) process.stdout.write(`${name.padEnd(width)}  ${formatCounts(counts)}\n`);
  for (const { name, failures } of outcomes) {
    for (const failed of failures) process.stdout.write(`FAILED  ${name}: ${failed}\n`);
  }
  const total = outcomes.length === 0 ? noCounts : sumCounts(outcomes.map(({ counts }) => counts));
  process.stdout.write(`\n${formatCounts(total)}\n`);
  if (!succeeded(total)) process.exitCode = 1;
}
