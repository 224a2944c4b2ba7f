import { describe, expect, test } from "vitest";
import { frameCosts, type TraceEvent, traceSchema } from "../../../bench/window/frame-costs.ts";

/** Milliseconds in, microseconds out, as a trace has them. */
function event(name: string, at: number, length: number, cpu = length, tid = 1): TraceEvent {
  return { name, ph: "X", pid: 1, tid, ts: at * 1_000, dur: length * 1_000, tdur: cpu * 1_000 };
}
const frame = (at: number, tid = 1): TraceEvent => ({
  name: "BeginMainThreadFrame",
  ph: "I",
  pid: 1,
  tid,
  ts: at * 1_000,
});

describe("what frames cost", () => {
  test("adds up script and layout from one frame to the next, what is inside of something else once", () => {
    const events = [
      frame(0),
      event("RunTask", 1, 9),
      event("FunctionCall", 1, 5),
      event("Layout", 2, 3),
      event("UpdateLayoutTree", 7, 2),
      event("Paint", 9, 1),
      frame(16),
      event("RunTask", 17, 4),
      event("Layout", 17, 4),
      frame(32),
    ];
    expect(frameCosts(events)).toEqual([
      { scriptAndLayoutMs: 7, allMs: 9, beganMs: 0 },
      { scriptAndLayoutMs: 4, allMs: 4, beganMs: 16 },
    ]);
  });

  test("counts the thread's own time, not what other processes took meanwhile", () => {
    const events = [frame(0), event("FunctionCall", 1, 40, 3), frame(50), frame(60)];
    expect(frameCosts(events).map(({ scriptAndLayoutMs }) => scriptAndLayoutMs)).toEqual([3, 0]);
  });

  test("looks at the thread that draws, in whatever order the events come", () => {
    const events = [frame(20), event("FunctionCall", 2, 4), event("FunctionCall", 2, 9, 9, 2), frame(0), frame(5, 2)];
    expect(frameCosts(events)).toEqual([{ scriptAndLayoutMs: 4, allMs: 0, beganMs: 0 }]);
  });

  test("without frames there is nothing to say", () => {
    expect(frameCosts([event("FunctionCall", 1, 1)])).toEqual([]);
  });

  test("a trace is read past whatever else is in it", () => {
    const { traceEvents } = traceSchema.parse({ traceEvents: [{ odd: true }, frame(3)], metadata: {} });
    expect(traceEvents).toEqual([frame(3)]);
  });
});
