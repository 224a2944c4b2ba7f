const units = [
  { name: "B", size: 1_000_000_000 },
  { name: "M", size: 1_000_000 },
  { name: "K", size: 1_000 },
] as const;

/** A count of parameters as models are named by it, in two or three digits: `7.6B`, `135M`, `0` for none. */
export function formatParameters(count: number): string {
  for (const { name, size } of units) {
    const value = count / size;
    if (value >= 99.95) return `${Math.round(value)}${name}`;
    // From the half of the last digit on: 999,600 thousand are a billion.
    if (value >= 0.9995) return `${Math.round(value * 10) / 10}${name}`;
  }
  return String(count);
}
