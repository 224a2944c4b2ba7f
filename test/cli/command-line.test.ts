import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { runCommandLine } from "../../cli/command-line.ts";
import { exitCodeOf } from "../../cli/exit-code.ts";
import { errorKindSchema, OutriderError } from "../../contract/outrider-error.ts";
import { createTestContext } from "./test-context.ts";

async function run(...words: string[]) {
  const { context, output, told } = createTestContext();
  return { exitCode: await runCommandLine(words, context), output: output(), told };
}

describe("the command line", () => {
  it("tells its version", async () => {
    const { version } = JSON.parse(await readFile("package.json", "utf8"));
    expect(await run("--version")).toEqual({ exitCode: 0, output: `${version}\n`, told: [] });
  });

  it.each([
    ["--help"],
    ["chat", "--help"],
    ["pair", "--help"],
    ["models", "--help"],
    ["bench", "--help"],
    ["demo", "--help"],
    ["verify", "--help"],
    ["-h"],
    ["help"],
    ["pair", "-h"],
    ["chat", "--prompt", "Hello", "-h"],
  ])("%s %s shows a page", async (...words) => {
    const { exitCode, output, told } = await run(...words);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^Usage: /);
    expect(told).toEqual([]);
  });

  it.each([80, 40, 132])("keeps every help page within a terminal of %i columns", async (columns) => {
    for (const words of [
      ["--help"],
      ...["chat", "pair", "models", "bench", "demo", "verify"].map((name) => [name, "-h"]),
    ]) {
      const { context, output } = createTestContext({ columns });
      await runCommandLine(words, context);
      const tooLong = output()
        .split("\n")
        // A word that is itself as long as the line has nowhere to be broken.
        .filter((line) => line.length > columns && line.trim().includes(" "));
      expect({ words, tooLong }).toEqual({ words, tooLong: [] });
    }
  });

  it("takes a terminal of unknown width, and a pipe, for one of 80 columns", async () => {
    const { context, output } = createTestContext({ columns: 80 });
    await runCommandLine(["chat", "--help"], context);
    expect((await run("chat", "--help")).output).toBe(output());
  });

  it.each([
    [["chta"], expect.stringMatching(/^There is no command "chta"; choose from chat, .*, demo/)],
    [["--json", "pair"], "A command comes first, then its options; see --help."],
    [["chat", "hello"], 'Nothing can be done with "hello": give the prompt as --prompt "...", or see --help.'],
    [["models", "list", "--quantization", "Q4_K_M"], "--quantization is for models download; leave it out."],
    [["toString"], expect.stringMatching(/^There is no command "toString"; choose from chat, /)],
    [["chat", "--kk", "3"], "There is no option --kk; see --help."],
    [["chat", "--prompt", "x", "--top-k", "-1"], "--top-k must be a whole number from 0 to 1000000, got -1."],
    [["demo", "everything"], 'There is no demo "everything"; choose from basic, comparison, k-values, all.'],
    [["verify", "--k", "3"], "There is no option --k; see --help."],
    [["models", "--jsn"], "There is no option --jsn; see --help."],
  ])("%j: exit code 2 and one line", async (words, line) => {
    expect(await run(...words)).toEqual({ exitCode: 2, output: "", told: [line] });
  });

  it("shows a command's own page for help and its name", async () => {
    expect(await run("help", "pair")).toEqual(await run("pair", "--help"));
    expect((await run("help", "pair")).output).toContain("pair TARGET DRAFT");
    expect(await run("help", "pear")).toMatchObject({
      exitCode: 2,
      output: "",
      told: [expect.stringMatching(/^There is no command "pear"/)],
    });
  });

  it("without a command shows the overview and counts as a mistake", async () => {
    const { exitCode, output } = await run();
    expect(exitCode).toBe(2);
    expect(output).toContain("Commands:");
  });
});

describe("what breaks", () => {
  function failing(error: Error, interrupted: boolean) {
    const { context, told } = createTestContext();
    const { signal } = context.interruption;
    return {
      told,
      context: {
        ...context,
        interruption: { ...context.interruption, signal: interrupted ? AbortSignal.abort() : signal },
        terminal: { ...context.terminal, write: () => Promise.reject(error) },
      },
    };
  }
  const abortError = new DOMException("The operation was aborted", "AbortError");

  it.each([
    ["what an interruption ended", abortError, true, 130, "Interrupted."],
    [
      "what the engine calls off then",
      new OutriderError("cancelled", "Loading was cancelled."),
      true,
      130,
      "Interrupted.",
    ],
    [
      "an end that nobody asked for",
      new OutriderError("cancelled", "The engine stopped."),
      false,
      130,
      "The engine stopped.",
    ],
  ])("%s is told in one line", async (_, error, interrupted, exitCode, line) => {
    const { context, told } = failing(error, interrupted);
    expect({ exitCode: await runCommandLine(["--version"], context), told }).toEqual({ exitCode, told: [line] });
  });

  it("is no matter where whoever read the output has left", async () => {
    const { context, told } = failing(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }), false);
    expect({ exitCode: await runCommandLine(["--version"], context), told }).toEqual({ exitCode: 0, told: [] });
  });

  it("is a bug where nobody foresaw it, with all there is to say of it", async () => {
    const { context, told } = failing(new Error("no foresight"), false);
    expect(await runCommandLine(["--version"], context)).toBe(1);
    expect(told).toEqual(["no foresight", expect.stringContaining("command-line.test.ts")]);
  });
});

describe("exitCodeOf", () => {
  it("is 2 for what the user can change, 130 for an interruption, else 1", () => {
    const kindsOf = (code: number) => errorKindSchema.options.filter((kind) => exitCodeOf(kind) === code);
    expect(kindsOf(2)).toEqual(["invalid-input", "not-found", "model-unreadable", "pair-mismatch", "context-full"]);
    expect(kindsOf(130)).toEqual(["cancelled"]);
    expect(kindsOf(1)).toHaveLength(errorKindSchema.options.length - 6);
  });
});
