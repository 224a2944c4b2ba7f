import type { Fit } from "../../contract/verification.ts";

/** Cells that expect fewer draws than this are counted together, as the approximation asks. */
const LEAST_EXPECTED = 10;
/** The normal quantile of 1 - 1e-3. */
const QUANTILE = 3.0902;

/** Pearson's chi-square test at p = 1e-3, its critical value by Wilson and Hilferty's approximation. */
export function fitOf(counts: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>): Fit {
  const draws = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let impossibleDraws = draws;
  let pooledCount = 0;
  let pooledExpected = 0;
  let cells = 0;
  let chiSquare = 0;
  const addCell = (count: number, expectedCount: number): void => {
    cells++;
    chiSquare += (count - expectedCount) ** 2 / expectedCount;
  };
  for (const [key, probability] of expected) {
    const count = counts.get(key) ?? 0;
    if (probability > 0) {
      impossibleDraws -= count;
    }
    if (probability * draws < LEAST_EXPECTED) {
      pooledCount += count;
      pooledExpected += probability * draws;
    } else {
      addCell(count, probability * draws);
    }
  }
  if (pooledExpected >= LEAST_EXPECTED) {
    addCell(pooledCount, pooledExpected);
  }
  const freedom = Math.max(1, cells - 1);
  const critical = freedom * (1 - 2 / (9 * freedom) + QUANTILE * Math.sqrt(2 / (9 * freedom))) ** 3;
  return { plausible: chiSquare <= critical && impossibleDraws === 0, chiSquare, critical, impossibleDraws };
}
