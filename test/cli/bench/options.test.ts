import { describe, expect, it } from "vitest";
import { parseFlags } from "../../../cli/arguments/flags.ts";
import { armName } from "../../../cli/bench/arms.ts";
import { benchFlags } from "../../../cli/bench/flags.ts";
import { readBenchOptions } from "../../../cli/bench/options.ts";

const options = (...words: string[]) => readBenchOptions(parseFlags(words, benchFlags), ".");

describe("readBenchOptions", () => {
  it("takes all built-in prompts once, greedily, unless told otherwise", async () => {
    const { prompts, runs, warmup, decoding, out, format } = await options();
    expect(prompts.length).toBeGreaterThanOrEqual(56);
    expect({ runs, warmup, out, format }).toEqual({ runs: 1, warmup: 1, out: null, format: "text" });
    expect(decoding).toMatchObject({ maxTokens: 128, temperature: 0 });
  });

  it("is smaller with --quick, but what is said counts", async () => {
    const quick = await options("--quick");
    expect(new Set(quick.prompts.map(({ category }) => category)).size).toBe(quick.prompts.length);
    expect(quick.decoding.maxTokens).toBe(32);
    expect(await options("--quick", "--max-tokens", "7", "--limit", "2")).toMatchObject({
      decoding: { maxTokens: 7 },
      prompts: { length: 14 },
    });
  });

  it("takes lookup for a draft: no model, and that drafter", async () => {
    const { pair, arms } = await options("--draft", "lookup", "--k", "3");
    expect(pair.draft).toBe("lookup");
    expect(arms.map(armName)).toEqual(["off", "lookup:3", "library-plain", "library-lookup"]);
  });

  it.each<[string[], RegExp]>([
    [["--k", "3,17"], /^--k must be auto or a whole number from 0 to 16, got 17\.$/],
    [["--k", "3,,7"], /^--k takes a list such as a,b,c, got 3,,7\.$/],
    [["--drafter", "modell"], /^--drafter must be model, lookup, lookup\+model or off, got modell\.$/],
    [["--arms", "model:3,fast"], /^There is no arm "fast"/],
    [["--arms", "model:3", "--k", "3"], /^--arms names what is measured; leave --drafter and --k out\.$/],
    [["--categories", "poems"], /^There are no prompts of the category "poems"; there are code, /],
    [["--prompt", "x", "--categories", "code"], /^--prompt is the only one/],
    [["--prompt", " "], /^--prompt is empty/],
    [
      ["--prompts", "missing.txt"],
      /^--prompts missing\.txt cannot be read: there is no such file or folder\. Name a text file/,
    ],
    [["--runs", "0"], /^--runs must be a whole number from 1 to 1000, got 0\.$/],
    [["--json", "--csv"], /^--json and --csv exclude each other; give one\.$/],
  ])("%j: says what to change", async (words, message) => {
    await expect(options(...words)).rejects.toThrow(message);
  });
});
