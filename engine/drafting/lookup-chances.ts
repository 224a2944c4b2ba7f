import { Calibration, classOf } from "./calibration.ts";

/** Lower edges of match lengths that are told apart. Beyond the last one a match says no more by being longer. */
const LENGTHS = [0, 1, 2, 3, 4, 5, 6, 8, 12, 16];
/** How often the next token is the one that followed a match, by its length, until this is known here. */
const MATCHED = [0.2, 0.3, 0.4, 0.5, 0.58, 0.64, 0.7, 0.76, 0.84, 0.93];
/** The same where the match is the place where a copy was going on before the text last differed from it. */
const RESUMED = [0.55, 0.6, 0.7, 0.75, 0.8, 0.82, 0.84, 0.86, 0.9];

/**
 * How sure a look-up is. A guess at position i of a draft stands, once those before it were kept, on a match that is i
 * tokens longer: one table of chances by match length serves all positions.
 */
export function createLookupCalibration(): Calibration {
  return new Calibration([...MATCHED, ...RESUMED]);
}

/** The class of the guess that continues a match of this length. */
export function lookupClass(length: number, resumed: boolean): number {
  const matched = classOf(length, LENGTHS);
  return resumed && matched < RESUMED.length ? MATCHED.length + matched : matched;
}
