import { expect, test } from "vitest";
import { reconnectDelay } from "../../../renderer/bridge/reconnect-delay.ts";

test("waits longer each time, up to five seconds, spread by a quarter", () => {
  expect([0, 1, 2, 3].map((attempt) => reconnectDelay(attempt, 0.5))).toEqual([250, 500, 1_000, 2_000]);
  expect(reconnectDelay(40, 0.5)).toBe(5_000);
  expect(reconnectDelay(0, 0)).toBe(188);
  expect(reconnectDelay(40, 0.999)).toBeLessThanOrEqual(6_250);
});
