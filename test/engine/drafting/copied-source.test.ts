import { describe, expect, it } from "vitest";
import { CopiedSource } from "../../../engine/drafting/copied-source.ts";

/** Follows a reply that copies from `place`, one token at a time. */
function follow(source: CopiedSource, prompt: readonly number[], reply: readonly number[], place: number): number[] {
  let text = [...prompt];
  for (const [index, token] of reply.entries()) {
    text = [...text, token];
    source.follow(text, text.length - 1, index === 0 ? place : null);
  }
  return text;
}

describe("the source of a copy", () => {
  const prompt = [1, 2, 3, 4, 5, 2, 6, 7, 2, 8];

  it("is nowhere before something was copied", () => {
    expect(new CopiedSource().place).toBeNull();
  });

  it("goes on where it stood, also behind a token that differs", () => {
    const source = new CopiedSource();
    const text = follow(source, prompt, [1, 2, 90], 0);
    expect(source.place).toBe(3);
    expect(source.continuation(text, 3, 3)).toEqual([4, 5, 2]);
  });

  it("replaces a token again that was replaced once, once the copy went on behind it", () => {
    const source = new CopiedSource();
    const undecided = follow(source, prompt, [1, 20], 0);
    expect(source.continuation(undecided, 2, 4)).toEqual([3, 4, 5, 2]);
    const text = follow(source, prompt, [1, 20, 3], 0);
    expect(source.continuation(text, 3, 6)).toEqual([4, 5, 20, 6, 7, 20]);
  });

  it("is lost once three tokens in a row differ", () => {
    const source = new CopiedSource();
    follow(source, prompt, [1, 90, 91], 0);
    expect(source.place).toBe(3);
    follow(source, prompt, [1, 90, 91, 92], 0);
    expect(source.place).toBeNull();
  });

  it("leaves a token alone where the text did not go on as the source does", () => {
    const source = new CopiedSource();
    const text = follow(source, prompt, [1, 20, 30], 0);
    expect(source.continuation(text, 5, 2)).toEqual([2, 6]);
  });

  it("gives a replacement up where the text says the old token again", () => {
    const source = new CopiedSource();
    const text = follow(source, prompt, [1, 20, 3, 4, 5, 2], 0);
    expect(source.continuation(text, 6, 3)).toEqual([6, 7, 2]);
  });

  it("replaces nothing in what the reply itself said", () => {
    const source = new CopiedSource();
    const text = follow(source, prompt, [1, 20, 3, 4, 2], 0);
    const own = prompt.length + 3;
    expect(source.continuation(text, own, 2)).toEqual([4, 2]);
  });

  it("goes on with a repetition beyond the end of the text", () => {
    expect(new CopiedSource().continuation([9, 1, 2, 3], 1, 7)).toEqual([1, 2, 3, 1, 2, 3, 1]);
  });

  it("knows nothing any more of another text", () => {
    const source = new CopiedSource();
    follow(source, prompt, [1, 20, 3], 0);
    source.reset();
    expect(source.place).toBeNull();
    expect(source.continuation(prompt, 5, 1)).toEqual([2]);
  });
});
