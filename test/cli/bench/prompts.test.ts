import { describe, expect, it } from "vitest";
import { builtInCategories, choosePrompts, parsePrompts, readBuiltInPrompts } from "../../../cli/bench/prompts.ts";

describe("parsePrompts", () => {
  it("takes a text without headings as one prompt", () => {
    expect(parsePrompts("Say hello.\n", "own")).toEqual([{ id: "own/1", category: "own", text: "Say hello." }]);
  });

  it("takes names with and without a category, and keeps line breaks", () => {
    expect(parsePrompts("%%% one\nfirst\n\nline\r\n%%% poems/two\n  second\n", "own")).toEqual([
      { id: "own/one", category: "own", text: "first\n\nline" },
      { id: "poems/two", category: "poems", text: "second" },
    ]);
  });
});

describe("the built-in prompts", () => {
  it("are at least eight of each category, with names and texts of their own", async () => {
    const prompts = await readBuiltInPrompts();
    for (const category of builtInCategories) {
      expect(prompts.filter((prompt) => prompt.category === category).length).toBeGreaterThanOrEqual(8);
    }
    expect(new Set(prompts.map(({ id }) => id)).size).toBe(prompts.length);
    expect(new Set(prompts.map(({ text }) => text)).size).toBe(prompts.length);
    expect(prompts.every(({ text }) => text.length > 200 && text.length < 3000)).toBe(true);
  });
});

describe("choosePrompts", () => {
  const prompts = parsePrompts("%%% a/1\nx\n%%% b/1\ny\n%%% a/2\nz\n", "own");

  it("limits each category", () => {
    expect(choosePrompts(prompts, { categories: null, limit: 1 }).map(({ id }) => id)).toEqual(["a/1", "b/1"]);
    expect(choosePrompts(prompts, { categories: ["a"], limit: null }).map(({ id }) => id)).toEqual(["a/1", "a/2"]);
  });

  it("says which categories there are", () => {
    expect(() => choosePrompts(prompts, { categories: ["c"], limit: null })).toThrow('category "c"; there are a, b.');
  });
});
