import { describe, expect, it } from "vitest";
import { formatCounts, noCounts, succeeded, sumCounts } from "../../../scripts/testing/counts.ts";

const onePassed = { ...noCounts, passed: 1 };
const oneFailed = { ...noCounts, failed: 1 };

describe("counts", () => {
  it("add up to the line that programs read", () => {
    const total = sumCounts([onePassed, oneFailed, { passed: 3, failed: 0, skipped: 2 }]);
    expect(formatCounts(total)).toBe("4 passed, 1 failed, 2 skipped");
  });

  it("are a success only when something passed and nothing failed", () => {
    expect(succeeded(onePassed)).toBe(true);
    expect(succeeded({ passed: 5, failed: 1, skipped: 0 })).toBe(false);
    expect(succeeded({ passed: 0, failed: 0, skipped: 4 })).toBe(false);
    expect(succeeded(noCounts)).toBe(false);
  });
});
