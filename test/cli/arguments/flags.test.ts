import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Flag, parseFlags, readValue } from "../../../cli/arguments/flags.ts";
import { kSchema } from "../../../contract/decoding.ts";
import { loadSettingsSchema } from "../../../contract/loading.ts";

const flags: readonly Flag[] = [
  { name: "prompt", value: "TEXT", help: "" },
  { name: "temperature", value: "N", help: "" },
  { name: "stop", value: "TEXT", repeatable: true, help: "" },
  { name: "json", help: "" },
];
const parse = (...words: string[]) => parseFlags(words, flags);

describe("parseFlags", () => {
  it("reads texts, repeated texts and switches", () => {
    const parsed = parse("--prompt", "Hello there", "--stop", "a", "--stop=b", "--json");
    expect(parsed.text("prompt")).toBe("Hello there");
    expect(parsed.texts("stop")).toEqual(["a", "b"]);
    expect(parsed.has("json")).toBe(true);
    expect(parsed.text("temperature")).toBeUndefined();
  });

  it("reads a negative number after a blank", () => {
    expect(parse("--temperature", "-1").text("temperature")).toBe("-1");
  });

  it("takes an empty text for a text", () => {
    expect(parse("--prompt", "").text("prompt")).toBe("");
  });

  it.each([
    [["--jsn"], "There is no option --jsn; see --help."],
    [["--jsn=1"], "There is no option --jsn; see --help."],
    [["--prompt"], "--prompt needs a value."],
    [["--prompt", "--json"], "--prompt needs a value; write --prompt=VALUE where it begins with a dash."],
    [["--json=yes"], "--json takes no value."],
    [["hello"], 'Nothing can be done with "hello": quote texts with blanks, or see --help.'],
  ])("%j: one line that says what to change", (words, message) => {
    expect(() => parse(...words)).toThrow(expect.objectContaining({ kind: "invalid-input", message }));
  });
});

describe("readValue", () => {
  it("takes what the schema takes", () => {
    expect(readValue("k", "16", kSchema)).toBe(16);
    expect(readValue("min-p", ".5", z.number())).toBe(0.5);
    expect(readValue("context", "auto", loadSettingsSchema.shape.contextSize)).toBe("auto");
    expect(readValue("kv-type", "q8_0", loadSettingsSchema.shape.kvType)).toBe("q8_0");
  });

  const refused: readonly (readonly [string, string, z.ZodType, string])[] = [
    ["k", "17", kSchema, "--k must be a whole number from 0 to 16, got 17."],
    ["k", "-1", kSchema, "--k must be a whole number from 0 to 16, got -1."],
    ["k", "2.5", kSchema, "--k must be a whole number from 0 to 16, got 2.5."],
    ["k", "four", kSchema, "--k must be a whole number from 0 to 16, got four."],
    ["k", "", kSchema, "--k must be a whole number from 0 to 16, got nothing."],
    ["k", "0x4", kSchema, "--k must be a whole number from 0 to 16, got 0x4."],
    ["top-p", "0", z.number().gt(0).max(1), "--top-p must be a number above 0 and up to 1, got 0."],
    [
      "context",
      "3",
      loadSettingsSchema.shape.contextSize,
      "--context must be auto or a whole number from 64 to 10000000, got 3.",
    ],
    [
      "gpu-layers",
      "-3",
      loadSettingsSchema.shape.gpuLayers,
      "--gpu-layers must be auto or a whole number of 0 or more, got -3.",
    ],
    ["kv-type", "f64", loadSettingsSchema.shape.kvType, "--kv-type must be f32, f16, bf16 or q8_0, got f64."],
  ];
  it.each(refused)("--%s %s is refused in words", (name, text, schema, message) => {
    expect(() => readValue(name, text, schema)).toThrow(expect.objectContaining({ kind: "invalid-input", message }));
  });
});
