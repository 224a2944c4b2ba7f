const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/**
 * How long to wait before the next attempt, in milliseconds: doubles from 250 ms up to 5 s, then spread by a quarter
 * each way so that several windows do not knock at the same moment.
 * @param attempt how many attempts have failed since the connection was last there, from 0
 * @param random a number in [0, 1)
 */
export function reconnectDelay(attempt: number, random: number): number {
  const delay = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(delay * (0.75 + random / 2));
}
