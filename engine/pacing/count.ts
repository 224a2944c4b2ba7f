/** How often yes, of how many in all; both fade. */
export interface Count {
  yes: number;
  all: number;
}

export const NOTHING: Readonly<Count> = { yes: 0, all: 0 };

export function fade(counts: readonly Count[], keep: number): void {
  for (const count of counts) {
    count.yes *= keep;
    count.all *= keep;
  }
}

export function add(counts: Count[], position: number, yes: boolean): void {
  const count = counts[position] ?? { ...NOTHING };
  counts[position] = count;
  count.all += 1;
  if (yes) count.yes += 1;
}
