import { resolve } from "node:path";
import {
  type Decoding,
  type DrafterChoice,
  decodingSchema,
  drafterChoiceSchema,
  type KChoice,
  kChoiceSchema,
} from "../../contract/decoding.ts";
import { type LoadSettings, loadSettingsSchema } from "../../contract/loading.ts";
import { invalid, type ParsedFlags, readValue } from "../arguments/flags.ts";
import { loadFlags } from "../chat/flags.ts";
import { readFlags } from "../chat/options.ts";
import type { PairWish } from "../engine/load-pair.ts";
import { type Arm, chooseArms } from "./arms.ts";
import { amountFlags, replyFlags } from "./flags.ts";
import { type BenchmarkPrompt, choosePrompts, readBuiltInPrompts, readPromptFile } from "./prompts.ts";

const MAX_TOKENS = { quick: 32, full: 128 };

const formats = ["json", "csv", "markdown"] as const;
export type Format = (typeof formats)[number] | "text";

export interface BenchOptions {
  readonly pair: PairWish;
  readonly load: LoadSettings;
  readonly arms: readonly Arm[];
  readonly prompts: readonly BenchmarkPrompt[];
  /** The same for all arms; drafter, k and capture are theirs. */
  readonly decoding: Decoding;
  readonly runs: number;
  readonly warmup: number;
  readonly seed: number;
  /** Null: nothing is kept. */
  readonly out: string | null;
  readonly note: string | null;
  readonly format: Format;
}

/** @throws OutriderError `invalid-input` with the flag, what it takes and what it got */
export async function readBenchOptions(parsed: ParsedFlags, workingFolder: string): Promise<BenchOptions> {
  const quick = parsed.has("quick");
  const out = parsed.text("out");
  const amount = (flag: (typeof amountFlags)["runs" | "warmup" | "seed"]): number =>
    flag.schema.parse(numberOf(parsed, flag) ?? undefined);
  return {
    pair: { target: parsed.text("target"), draft: parsed.text("draft") },
    load: loadSettingsSchema.parse(readFlags(parsed, loadFlags)),
    arms: chooseArms({
      arms: listOf(parsed, "arms"),
      drafters: readDrafters(parsed),
      ks: listOf(parsed, "k")?.map((word): KChoice => readValue("k", word, kChoiceSchema)) ?? null,
      quick,
    }),
    prompts: await readPrompts(parsed, workingFolder, quick),
    decoding: decodingSchema.parse({
      maxTokens: quick ? MAX_TOKENS.quick : MAX_TOKENS.full,
      ...readFlags(parsed, replyFlags),
    }),
    runs: amount(amountFlags.runs),
    warmup: amount(amountFlags.warmup),
    seed: amount(amountFlags.seed),
    out: out === undefined ? null : resolve(workingFolder, out),
    note: parsed.text("note") ?? null,
    format: readFormat(parsed),
  };
}

/** `--draft lookup` is short for no draft model and this drafter. */
function readDrafters(parsed: ParsedFlags): readonly DrafterChoice[] | null {
  const named = listOf(parsed, "drafter")?.map((word) => readValue("drafter", word, drafterChoiceSchema));
  return named ?? (parsed.text("draft") === "lookup" && parsed.text("arms") === undefined ? ["lookup"] : null);
}

async function readPrompts(
  parsed: ParsedFlags,
  workingFolder: string,
  quick: boolean,
): Promise<readonly BenchmarkPrompt[]> {
  const text = parsed.text("prompt");
  const file = parsed.text("prompts") ?? "builtin";
  const choice = {
    categories: listOf(parsed, "categories"),
    limit: numberOf(parsed, amountFlags.limit) ?? (quick ? 1 : null),
  };
  if (text === undefined) {
    return choosePrompts(
      file === "builtin" ? await readBuiltInPrompts() : await readPromptFile(file, workingFolder),
      choice,
    );
  }
  if (parsed.text("prompts") !== undefined || choice.categories !== null) {
    throw invalid("--prompt is the only one; leave --prompts and --categories out.");
  }
  if (text.trim() === "") throw invalid("--prompt is empty; write something to answer.");
  return [{ id: "own/1", category: "own", text }];
}

function readFormat(parsed: ParsedFlags): Format {
  const asked = formats.filter((format) => parsed.has(format));
  if (asked.length > 1) throw invalid(`--${asked[0]} and --${asked[1]} exclude each other; give one.`);
  return asked[0] ?? "text";
}

function numberOf(
  parsed: ParsedFlags,
  { name, schema }: (typeof amountFlags)[keyof typeof amountFlags],
): number | null {
  const text = parsed.text(name);
  return text === undefined ? null : readValue(name, text, schema);
}

/** The words of a list with commas; null: not given. */
function listOf(parsed: ParsedFlags, name: string): readonly string[] | null {
  const text = parsed.text(name);
  if (text === undefined) return null;
  const words = text.split(",").map((word) => word.trim());
  if (words.includes("")) throw invalid(`--${name} takes a list such as a,b,c, got ${text === "" ? "nothing" : text}.`);
  return words;
}
