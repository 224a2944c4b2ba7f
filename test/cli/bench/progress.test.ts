import { expect, it } from "vitest";
import { createProgress } from "../../../cli/bench/progress.ts";
import { createTestContext } from "../test-context.ts";

it("tells how far it is and how long the rest takes, about once a minute where nobody sees it move", () => {
  const { context, told } = createTestContext();
  const shown: (string | null)[] = [];
  let time = 0;
  const progress = createProgress(
    { ...context.terminal, showProgress: (line) => void shown.push(line) },
    10,
    () => time,
  );
  for (let step = 0; step < 9; step++) {
    progress.step(`arm ${step}`);
    time += 10_000;
  }
  progress.end();
  expect(shown.slice(0, 3)).toEqual([
    "0 of 10 measured: arm 0",
    "1 of 10 measured, about 1 min 30 s left: arm 1",
    "2 of 10 measured, about 1 min 20 s left: arm 2",
  ]);
  expect(shown.at(-1)).toBeNull();
  expect(told).toEqual(["6 of 10 measured, about 40.0 s left"]);
});
