import { defineConfig } from "vitest/config";

/** Suites that load weights or drive a browser take the whole machine: one file at a time, in one worker. */
const alone = {
  fileParallelism: false,
  maxWorkers: 1,
  testTimeout: 120_000,
  hookTimeout: 180_000,
  // What is waited for comes when the machine has time for it; vitest's own limit is one second.
  expect: { poll: { timeout: 60_000 } },
};

const withModels = ["test/**/*.{engine,e2e,preview,slow}.test.ts"];

/** Statistics take seconds, and many more on a machine that does other things as well. */
const STATISTICS_MS = 60_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/renderer/**", ...withModels],
          // They leave nothing behind, and to load every module anew for every file takes longer than most tests do.
          isolate: false,
          unstubEnvs: true,
          restoreMocks: true,
          testTimeout: STATISTICS_MS,
        },
      },
      // Each file with a page of its own.
      { test: { name: "page", include: ["test/renderer/**/*.test.{ts,tsx}"], testTimeout: STATISTICS_MS } },
      { test: { name: "engine", include: ["test/**/*.engine.test.ts"], ...alone } },
      { test: { name: "e2e", include: ["test/**/*.e2e.test.ts"], ...alone } },
      // The page in a browser over scripted hosts: without models, so beside those that have them.
      { test: { name: "preview", include: ["test/**/*.preview.test.ts"], ...alone } },
      { test: { name: "slow", include: ["test/**/*.slow.test.ts"], ...alone, testTimeout: 3_600_000 } },
    ],
  },
});
