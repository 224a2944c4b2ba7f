import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Alignment, align, gapBetween } from "../../../engine/context/align.ts";
import type { TokenId } from "../../../engine/runtime/runtime.ts";

const tokens = (maxLength: number) => fc.array(fc.integer({ min: 0, max: 3 }), { maxLength });

/** What a cache holds once the alignment was followed. */
function applied(cached: readonly TokenId[], { cuts, kept }: Alignment): TokenId[] {
  const left = [...cached];
  for (const { start, end } of cuts.toReversed()) left.splice(start, end - start);
  return left.slice(0, kept);
}

describe("aligning a cache with a new history", () => {
  it("always leaves a beginning of it, and never less than what both begin with", () => {
    fc.assert(
      fc.property(tokens(12), tokens(12), tokens(12), tokens(12), (first, gap, second, wanted) => {
        const cached = [...first, ...gap, ...second];
        const gaps = gap.length === 0 ? [] : [{ start: first.length, end: first.length + gap.length }];
        const alignment = align(cached, wanted, gaps);
        expect(applied(cached, alignment)).toEqual(wanted.slice(0, alignment.kept));
        expect(alignment.kept).toBeGreaterThanOrEqual(align(cached, wanted, []).kept);
      }),
    );
  });

  it("keeps all that stays where gaps are cut out, any of them or all", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ stays: tokens(6), leaves: fc.array(fc.integer({ min: 4, max: 6 }), { maxLength: 4 }) }), {
          maxLength: 4,
        }),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        tokens(5),
        (parts, chosen, more) => {
          const cached: TokenId[] = [];
          const wanted: TokenId[] = [];
          const gaps = [];
          for (const [index, { stays, leaves }] of parts.entries()) {
            cached.push(...stays);
            wanted.push(...stays);
            if (leaves.length === 0) continue;
            gaps.push({ start: cached.length, end: cached.length + leaves.length });
            cached.push(...leaves);
            if (chosen[index] !== true) wanted.push(...leaves);
          }
          const alignment = align(cached, [...wanted, ...more], gaps);
          expect(alignment.kept).toBeGreaterThanOrEqual(wanted.length);
          expect(applied(cached, alignment)).toEqual([...wanted, ...more].slice(0, alignment.kept));
        },
      ),
    );
  });

  it("cuts nothing out where that keeps no more", () => {
    expect(align([1, 2, 3, 4], [1, 2, 9], [{ start: 2, end: 3 }])).toEqual({ cuts: [], kept: 2 });
    expect(align([1, 2, 3, 4], [1, 2, 3, 4, 5], [{ start: 2, end: 3 }])).toEqual({ cuts: [], kept: 4 });
    expect(align([1, 2, 3, 4], [1, 2, 4], [{ start: 2, end: 3 }])).toEqual({ cuts: [{ start: 2, end: 3 }], kept: 3 });
    // The same text elsewhere is not a gap.
    expect(align([1, 2, 3, 4], [1, 4], [{ start: 2, end: 3 }])).toEqual({ cuts: [], kept: 1 });
  });
});

describe("the gap between two histories", () => {
  it("is what the longer one has more, or none where they differ otherwise", () => {
    fc.assert(
      fc.property(tokens(8), tokens(8), tokens(8), (first, gap, second) => {
        const longer = [...first, ...gap, ...second];
        const found = gapBetween(longer, [...first, ...second]);
        fc.pre(gap.length > 0);
        expect(found).not.toBeNull();
        expect((found?.end ?? 0) - (found?.start ?? 0)).toBe(gap.length);
        expect(longer.toSpliced(found?.start ?? 0, gap.length)).toEqual([...first, ...second]);
        expect(found?.start).toBeGreaterThanOrEqual(first.length);
      }),
    );
    expect(gapBetween([1, 2, 3, 4], [1, 9])).toBeNull();
    expect(gapBetween([1, 2], [1, 2, 3])).toBeNull();
    expect(gapBetween([1, 2], [1, 2])).toBeNull();
  });
});
