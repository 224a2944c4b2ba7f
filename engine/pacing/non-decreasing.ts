export interface Weighted {
  readonly value: number;
  /** How sure the value is; above 0. */
  readonly weight: number;
}

/**
 * The closest non-decreasing sequence in the sense of weighted least squares: neighbours in the wrong order are replaced
 * by their common mean (pool adjacent violators, Ayer et al. 1955).
 */
export function nonDecreasing(values: readonly Weighted[]): readonly number[] {
  const pools: { value: number; weight: number; size: number }[] = [];
  for (const { value, weight } of values) {
    let pool = { value, weight, size: 1 };
    for (let before = pools.at(-1); before !== undefined && before.value > pool.value; before = pools.at(-1)) {
      pools.pop();
      const total = before.weight + pool.weight;
      const mean = (before.value * before.weight + pool.value * pool.weight) / total;
      pool = { value: mean, weight: total, size: before.size + pool.size };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ value, size }) => Array.from({ length: size }, () => value));
}
