import { expect, it } from "vitest";
import { formatParameters } from "../../contract/format-parameters.ts";

it.each([
  [0, "0"],
  [512, "512"],
  [1_000, "1K"],
  [41_216, "41.2K"],
  [412_160, "412K"],
  [999_400, "999K"],
  [999_600, "1M"],
  [4_200_000, "4.2M"],
  [42_470_000, "42.5M"],
  [134_515_008, "135M"],
  [999_600_000, "1B"],
  [7_615_616_512, "7.6B"],
  [70_553_706_496, "70.6B"],
  [405_000_000_000, "405B"],
])("%s parameters are %s", (count, text) => {
  expect(formatParameters(count)).toBe(text);
});
