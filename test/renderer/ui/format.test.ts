import { expect, test } from "vitest";
import {
  formatAge,
  formatBytes,
  formatDuration,
  formatPercent,
  formatProbability,
  shortened,
} from "../../../renderer/ui/format.ts";

const plain = (text: string): string => text.replaceAll("\u202f", " ");

test("figures are short and carry their unit", () => {
  expect(plain(formatPercent(0.742))).toBe("74 %");
  expect(formatProbability(0.614)).toBe("0.61");
  expect(formatProbability(0.001)).toBe("<0.01");
  expect(formatProbability(0)).toBe("0.00");
  expect(plain(formatDuration(4.24))).toBe("4.2 ms");
  expect(plain(formatDuration(318))).toBe("318 ms");
  expect(plain(formatDuration(1_834))).toBe("1.83 s");
  expect(plain(formatDuration(184_000))).toBe("3 min 4 s");
  expect([42_000, 300_000, 7_200_000, 259_200_000].map((ms) => plain(formatAge(ms)))).toEqual([
    "42 s",
    "5 min",
    "2 h",
    "3 days",
  ]);
  expect(plain(formatBytes(98_362_432))).toBe("98 MB");
  expect(plain(formatBytes(4_370_000_000))).toBe("4.4 GB");
});

test("a long name is cut within a sentence, never in the middle of a character", () => {
  expect(shortened("A short title")).toBe("A short title");
  expect(shortened("🦘".repeat(100))).toBe(`${"🦘".repeat(60)}…`);
});
