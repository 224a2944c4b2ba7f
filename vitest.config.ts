import { defineConfig } from "vitest/config";

/** Suites that load weights or drive a browser take the whole machine: one file at a time, in one worker. */
const alone = { fileParallelism: false, maxWorkers: 1, testTimeout: 120_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/**/*.{engine,e2e,slow}.test.{ts,tsx}"],
          // The statistics take seconds, and many more on a machine that does other things as well.
          testTimeout: 60_000,
        },
      },
      { test: { name: "engine", include: ["test/**/*.engine.test.ts"], ...alone } },
      { test: { name: "e2e", include: ["test/**/*.e2e.test.ts"], ...alone } },
      { test: { name: "slow", include: ["test/**/*.slow.test.ts"], ...alone, testTimeout: 3_600_000 } },
    ],
  },
});
