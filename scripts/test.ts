/**
 * `npm test`: everything there is to check, on a fresh clone too. `npm test -- unit engine` runs only these parts.
 * Its last line counts the tests of all parts together; each check counts as one test.
 */
import { OutriderError } from "../contract/outrider-error.ts";
import { buildBundles } from "./bundles/build-bundles.ts";
import { ensureElectronTestRuntime } from "./electron-runtime.ts";
import { verifyModels } from "./models/verification.ts";
import { runScript } from "./run-script.ts";
import { announce } from "./testing/announce.ts";
import type { Counts } from "./testing/counts.ts";
import type { CommandOutput } from "./testing/run-command.ts";
import { conclude, type Outcome, runCheck, runPackageScript, runVitest } from "./testing/run-suites.ts";
import { provideSystemTools } from "./testing/system-tools.ts";

const parts = {
  // One libuv thread, as in the engine's own process: these tests run the engine inside vitest.
  engine: async (output: CommandOutput): Promise<Outcome[]> => [
    await runVitest("engine", { environment: { UV_THREADPOOL_SIZE: "1" }, output }),
  ],
  checks: async (output: CommandOutput): Promise<Outcome[]> => [
    await runPackageScript("typecheck", output),
    await runPackageScript("lint:style", output),
    await runPackageScript("lint:arrows", output),
    await runPackageScript("lint:unused", output),
  ],
  unit: async (output: CommandOutput): Promise<Outcome[]> => [
    await runVitest("unit", { output }),
    await runVitest("page", { output }),
  ],
  e2e: async (): Promise<Outcome[]> => {
    await provideSystemTools();
    const outcomes = [await runCheck("electron for tests", provideElectron), await runCheck("build", buildAll)];
    if (outcomes.some(({ counts }) => counts.failed > 0)) return outcomes;
    // The preview has no models: its pages are looked at while the others wait for tokens.
    return [...outcomes, ...(await Promise.all([runVitest("e2e"), runVitest("preview", { output: "held" })]))];
  },
};

type Part = keyof typeof parts;

/**
 * What runs beside what; each lane is a row. The models of the engine's tests compute on one thread, which leaves room
 * for what loads none. The browser and Electron tests load models too, and come after them all.
 */
const sideBySide: readonly (readonly Part[])[] = [["engine"], ["checks", "unit"]];
const afterwards: readonly Part[] = ["e2e"];

/** One after the other. */
async function runInTurn(names: readonly Part[], output: CommandOutput): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const name of names) outcomes.push(...(await parts[name](output)));
  return outcomes;
}

/** Fetched here rather than in the first test that needs it: 110 MB can take longer than a test may. */
async function provideElectron(): Promise<keyof Counts> {
  const runtime = await ensureElectronTestRuntime();
  if ("folder" in runtime) return "passed";
  announce(`No Electron for tests: ${runtime.missing}. The Electron tests will be skipped.`);
  return "skipped";
}

async function buildAll(): Promise<keyof Counts> {
  await buildBundles({ onBuild: (name) => process.stdout.write(`Building ${name}.\n`) });
  return "passed";
}

function isPart(name: string): name is Part {
  return Object.hasOwn(parts, name);
}

await runScript(async () => {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !isPart(name));
  if (unknown !== undefined) {
    throw new OutriderError(
      "invalid-input",
      `There is no part "${unknown}" of the tests; choose from ${Object.keys(parts).join(", ")}.`,
    );
  }
  await verifyModels();
  const isWanted = (name: Part): boolean => names.length === 0 || names.includes(name);
  const lanes = sideBySide.map((lane) => lane.filter(isWanted)).filter((lane) => lane.length > 0);
  // Two at once on one screen are hard to read: the first is shown as it goes, the others part by part.
  const outcomes = await Promise.all(lanes.map((lane, index) => runInTurn(lane, index === 0 ? "inherit" : "held")));
  conclude([...outcomes.flat(), ...(await runInTurn(afterwards.filter(isWanted), "inherit"))]);
});
