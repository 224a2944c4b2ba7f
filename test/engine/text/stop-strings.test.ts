import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createStopMatcher, type StopProgress } from "../../../engine/text/stop-strings.ts";

const pushAll = (stops: readonly string[], pushes: readonly string[]): readonly StopProgress[] => {
  const matcher = createStopMatcher(stops);
  return pushes.map((text) => matcher.push(text));
};

describe("releasing text", () => {
  test("without stop strings everything goes out at once", () => {
    expect(pushAll([], ["a", "b"])).toEqual([
      { release: "a", stopped: false, cut: 0 },
      { release: "b", stopped: false, cut: 0 },
    ]);
  });

  test("text that may begin a stop string is held back until that is known", () => {
    expect(pushAll(["END"], ["the E", "N", "ergy"])).toEqual([
      { release: "the ", stopped: false, cut: 0 },
      { release: "", stopped: false, cut: 0 },
      { release: "ENergy", stopped: false, cut: 0 },
    ]);
  });

  test("what was held back comes out at the end, once", () => {
    const matcher = createStopMatcher(["###"]);
    expect(matcher.push("a##").release).toBe("a");
    expect(matcher.flush()).toBe("##");
    expect(matcher.flush()).toBe("");
  });

  test("no more is held back than can become a stop string", () => {
    expect(pushAll(["abab"], ["baba"])).toEqual([{ release: "b", stopped: false, cut: 0 }]);
  });
});

describe("stopping", () => {
  test("inside one token", () => {
    expect(pushAll(["</s>"], ["hello</s>more"])).toEqual([{ release: "hello", stopped: true, cut: 8 }]);
  });

  test("across tokens: the cut reaches back into the one where the stop string began", () => {
    expect(pushAll(["\nUser:"], ["Yes.\n", "User", ": next"])).toEqual([
      { release: "Yes.", stopped: false, cut: 0 },
      { release: "", stopped: false, cut: 0 },
      { release: "", stopped: true, cut: 11 },
    ]);
  });

  test("a longer stop string does not delay a shorter one that begins at the same place", () => {
    expect(pushAll(["ab", "abc"], ["xa", "b"])[1]).toEqual({ release: "", stopped: true, cut: 2 });
  });

  test("of two that are complete at the same character the longer one wins", () => {
    expect(pushAll(["c", "abc"], ["xabc"])).toEqual([{ release: "x", stopped: true, cut: 3 }]);
  });

  test("one that is complete is not delayed by another that may still come", () => {
    expect(pushAll(["abcd", "c"], ["ab", "c"])[1]).toEqual({ release: "ab", stopped: true, cut: 1 });
  });

  test("after a false start that overlaps the real one", () => {
    expect(pushAll(["aab"], ["a", "a", "a", "b"]).map((progress) => progress.release)).toEqual(["", "", "a", ""]);
    expect(pushAll(["aab"], ["a", "a", "a", "b"])[3]).toEqual({ release: "", stopped: true, cut: 3 });
  });
});

describe("however the text is split", () => {
  const anyStops = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "é"), minLength: 1, maxLength: 4 }), {
    maxLength: 4,
  });
  const anyPushes = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "é", "x"), maxLength: 5 }), { maxLength: 12 });

  /** Where the reply ends by the definition, looked at character by character. */
  function endOf(text: string, stops: readonly string[]): number | undefined {
    for (let end = 0; end <= text.length; end++) {
      const complete = stops.filter((stop) => text.slice(0, end).endsWith(stop)).map((stop) => stop.length);
      if (complete.length > 0) {
        return end - Math.max(...complete);
      }
    }
    return undefined;
  }

  test("the released text is the text before the stop string, and the cut leads there", () => {
    fc.assert(
      fc.property(anyStops, anyPushes, (stops, pushes) => {
        const matcher = createStopMatcher(stops);
        let pushed = "";
        let before = "";
        let released = "";
        let stopped: StopProgress | undefined;
        for (const text of pushes) {
          const progress = matcher.push(text);
          before = pushed;
          pushed += text;
          released += progress.release;
          if (progress.stopped) {
            stopped = progress;
            break;
          }
        }
        const end = endOf(pushes.join(""), stops);
        expect(stopped !== undefined).toBe(end !== undefined);
        if (stopped === undefined) {
          expect(released + matcher.flush()).toBe(pushes.join(""));
        } else {
          expect(released).toBe(pushed.slice(0, end));
          expect(pushed.length - stopped.cut).toBe(end);
          // Not a push too late.
          expect(endOf(before, stops)).toBeUndefined();
        }
      }),
      { numRuns: 3000 },
    );
  });

  test("what is held back could become a stop string, all of it", () => {
    fc.assert(
      fc.property(anyStops, anyPushes, (stops, pushes) => {
        const matcher = createStopMatcher(stops);
        fc.pre(!pushes.some((text) => matcher.push(text).stopped));
        const held = matcher.flush();
        expect(held === "" || stops.some((stop) => stop.startsWith(held) && stop !== held)).toBe(true);
      }),
    );
  });
});
