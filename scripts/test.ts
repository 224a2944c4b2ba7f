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
import { conclude, type Outcome, runCheck, runPackageScript, runVitest } from "./testing/run-suites.ts";
import { provideSystemTools } from "./testing/system-tools.ts";

const parts = {
  checks: async (): Promise<Outcome[]> => [
    await runPackageScript("typecheck"),
    await runPackageScript("lint:style"),
    await runPackageScript("lint:arrows"),
    await runPackageScript("lint:unused"),
  ],
  unit: async (): Promise<Outcome[]> => [await runVitest("unit")],
  // One libuv thread, as in the engine's own process: these tests run the engine inside vitest.
  engine: async (): Promise<Outcome[]> => [await runVitest("engine", { UV_THREADPOOL_SIZE: "1" })],
  e2e: async (): Promise<Outcome[]> => {
    await provideSystemTools();
    const outcomes = [await runCheck("electron for tests", provideElectron), await runCheck("build", buildAll)];
    return outcomes.some(({ counts }) => counts.failed > 0) ? outcomes : [...outcomes, await runVitest("e2e")];
  },
};

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

function isPart(name: string): name is keyof typeof parts {
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
  const outcomes: Outcome[] = [];
  for (const [name, run] of Object.entries(parts)) {
    if (names.length === 0 || names.includes(name)) outcomes.push(...(await run()));
  }
  conclude(outcomes);
});
