import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LookupIndex } from "../../../engine/drafting/lookup-index.ts";

function find(history: readonly number[]) {
  const index = new LookupIndex();
  index.follow(history);
  return index.find();
}

describe("the look-up index", () => {
  it("finds an earlier place that reads like the end of the text", () => {
    expect(find([1, 2, 3, 4, 5, 6, 9, 1, 2, 3])).toEqual({ length: 3, place: 3 });
  });

  it("takes the longest match, and of equals the latest", () => {
    const longer = [7, 1, 2, 3, 50, 8, 1, 2, 3, 60, 7, 1, 2, 3];
    expect(find(longer)).toEqual({ length: 4, place: 4 });
    const equal = [1, 2, 3, 50, 8, 1, 2, 3, 60, 9, 1, 2, 3];
    expect(find(equal)).toEqual({ length: 3, place: 8 });
  });

  it("knows nothing of a text that does not repeat, nor of matches shorter than three", () => {
    expect(find([1, 2, 3, 4, 5, 6])).toBeNull();
    expect(find([1, 2, 9, 9, 1, 2])).toBeNull();
    expect(find([])).toBeNull();
  });

  it("finds the same whether it followed a text token by token, at once, or came from another text", () => {
    const texts = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 });
    fc.assert(
      fc.property(texts, texts, (history, other) => {
        const grown = new LookupIndex();
        grown.follow(other);
        for (let length = 0; length <= history.length; length++) grown.follow(history.slice(0, length));
        expect(grown.find()).toEqual(find(history));
      }),
    );
  });

  it("agrees with a search through the whole text on how long the best match is", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }), (history) => {
        const found = find(history);
        expect(found?.length ?? 0).toBe(longestMatch(history));
      }),
    );
  });
});

/** By trying every place. Texts here are short enough for every place to be looked at. */
function longestMatch(history: readonly number[]): number {
  let longest = 0;
  for (let place = 1; place < history.length; place++) {
    let length = 0;
    while (length < place && history[place - 1 - length] === history[history.length - 1 - length]) length += 1;
    longest = Math.max(longest, length);
  }
  return longest >= 3 ? longest : 0;
}
