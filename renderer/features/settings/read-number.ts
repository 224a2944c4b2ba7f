import { strings } from "../../strings.ts";

export interface NumberRule {
  readonly least: number;
  readonly most?: number;
  readonly whole?: boolean;
  /** `least` itself is not allowed. */
  readonly above?: boolean;
}

export type ReadNumber<Empty> =
  | { readonly ok: true; readonly value: number | Empty }
  | { readonly ok: false; readonly problem: string };

/** What a number field means; an empty one means `empty`, or is a problem where that is undefined. */
export function readNumber<Empty>(text: string, rule: NumberRule, empty: Empty | undefined): ReadNumber<Empty> {
  const trimmed = text.trim().replace(",", ".");
  if (trimmed === "" && empty !== undefined) return { ok: true, value: empty };
  const value = Number(trimmed);
  if (trimmed === "" || !Number.isFinite(value)) return { ok: false, problem: strings.settings.notNumber };
  if (rule.whole === true && !Number.isInteger(value)) return { ok: false, problem: strings.settings.whole };
  const tooSmall = rule.above === true ? value <= rule.least : value < rule.least;
  if (tooSmall || (rule.most !== undefined && value > rule.most)) return { ok: false, problem: describeRange(rule) };
  return { ok: true, value };
}

function describeRange({ least, most, above }: NumberRule): string {
  if (most === undefined) return strings.settings.atLeast(least);
  return above === true ? strings.settings.above(least, most) : strings.settings.range(least, most);
}
