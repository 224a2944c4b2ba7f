import type { Check } from "../../contract/verification.ts";
import type { RowRequest, Sequence, TokenId } from "../runtime/runtime.ts";
import { largestDifference, totalVariation } from "./compare-rows.ts";
import { fill, lastRow } from "./evaluate-along.ts";

/**
 * Beyond this a pass of several tokens says something else than passes of one, and no rounding explains it: where logits
 * are off by half a unit, the most that rounding was seen to do (docs/decisions), the next token's distribution moves by
 * tanh(1/4) = 0.245 at the most.
 */
const WORST_DISTANCE = 0.5;

/** How much the logits at the end of a text depend on how many of its last tokens one pass takes. */
export async function checkArithmetic(
  sequence: Sequence,
  text: readonly TokenId[],
  widths: readonly number[],
): Promise<Extract<Check, { kind: "arithmetic" }>> {
  const single = await lastRow(sequence, text, 1);
  let difference = 0;
  let distance = 0;
  for (const width of widths) {
    const row = await lastRow(sequence, text, width);
    difference = Math.max(difference, largestDifference(single, row));
    distance = Math.max(distance, totalVariation(single, row));
  }
  const passed = distance <= WORST_DISTANCE;
  return { kind: "arithmetic", passed, tokens: text.length, widths: [...widths], difference, distance };
}

/** Whether drafted tokens leave a trace in a cache after they were taken back. */
export async function checkRollBack(
  model: "target" | "draft",
  sequence: Sequence,
  text: readonly TokenId[],
  widths: readonly number[],
): Promise<Extract<Check, { kind: "roll-back" }>> {
  await lastRow(sequence, text, 1);
  // Not the first reading: the cache was cut to this text from whatever stood there.
  const before = await lastRow(sequence, text, 1);
  const noise = largestDifference(before, await lastRow(sequence, text, 1));
  let difference = 0;
  for (const width of widths) {
    await fill(sequence, text.slice(0, -1));
    const guesses = text.slice(0, width - 1).map((token) => (token === 0 ? 1 : token - 1));
    const pass = [...text.slice(-1), ...guesses];
    const request: RowRequest = { kind: "best", tokens: [] };
    await sequence.evaluate(
      pass,
      pass.map(() => request),
    );
    await sequence.truncate(text.length - 1);
    difference = Math.max(difference, largestDifference(before, await lastRow(sequence, text, 1)));
  }
  const passed = difference <= noise;
  return { kind: "roll-back", passed, model, tokens: text.length, widths: [...widths], difference, noise };
}
