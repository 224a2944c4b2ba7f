import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  asksForModel,
  type Decoding,
  type DrafterChoice,
  decodingSchema,
  type Prompt,
  type PromptMessage,
} from "../../contract/decoding.ts";
import { type LoadSettings, loadSettingsSchema } from "../../contract/loading.ts";
import { whyUnusable } from "../../host/why-unusable.ts";
import { type Flag, invalid, type ParsedFlags, readValue } from "../arguments/flags.ts";
import type { CommandContext } from "../context.ts";
import { type DraftWithoutModel, isWithoutModel, type PairWish } from "../engine/load-pair.ts";
import { decodingFlags, loadFlags } from "./flags.ts";
import { readTurns, requirePrompt, type Turn } from "./turns.ts";

/** What is to be answered: one text continued as it stands, or the turns of a chat. */
export type Work = Extract<Prompt, { kind: "raw" }> | { readonly kind: "chat"; readonly turns: readonly Turn[] };

export interface ChatOptions {
  readonly pair: PairWish;
  readonly decoding: Decoding;
  readonly load: LoadSettings;
}

/** @throws OutriderError `invalid-input` with the flag, what it takes and what it got */
export function readChatOptions(parsed: ParsedFlags): ChatOptions {
  const decoding = decodingSchema.parse({ ...readFlags(parsed, decodingFlags), stop: readStops(parsed) });
  const named = parsed.text("draft");
  const wanted = parsed.text("drafter") === undefined ? undefined : decoding.drafter;
  const drafter = isWithoutModel(named) ? drafterWithoutModel(named, wanted) : decoding.drafter;
  return {
    pair: {
      target: parsed.text("target"),
      draft: named ?? (asksForModel(drafter) ? undefined : "off"),
    },
    decoding: { ...decoding, drafter },
    load: loadSettingsSchema.parse(readFlags(parsed, loadFlags)),
  };
}

/** Who guesses where `--draft` names no model: what it says, or the `--drafter` that can do without one. */
function drafterWithoutModel(draft: DraftWithoutModel, wanted: DrafterChoice | undefined): DrafterChoice {
  if (wanted === undefined || wanted === draft) return draft;
  if (draft === "off" && !asksForModel(wanted)) return wanted;
  throw invalid(`--draft ${draft} and --drafter ${wanted} contradict each other; leave one out.`);
}

function readStops(parsed: ParsedFlags): readonly string[] {
  const stops = parsed.texts("stop");
  const result = decodingSchema.shape.stop.safeParse(stops);
  if (!result.success) throw invalid("--stop takes texts that are not empty, at most 16 of them.");
  return stops;
}

/** The values given on the command line, by the contract's names; what was left out stays out. */
export function readFlags(
  parsed: ParsedFlags,
  flags: Readonly<Record<string, Flag & { readonly schema: NonNullable<Flag["schema"]> }>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [property, { name, schema }] of Object.entries(flags)) {
    const text = parsed.text(name);
    if (text !== undefined) values[property] = readValue(name, text, schema);
  }
  return values;
}

/** @throws OutriderError where flags contradict each other, a file cannot be read or there is nothing to answer */
export async function readWork(parsed: ParsedFlags, context: CommandContext): Promise<Work> {
  const file = parsed.text("messages");
  const system = parsed.text("system");
  if (file !== undefined) {
    if (parsed.text("prompt") !== undefined) throw invalid("--prompt and --messages exclude each other; give one.");
    if (parsed.has("raw")) throw invalid("--raw continues one text; it cannot be used with --messages.");
    return { kind: "chat", turns: addSystem(await readTurnsFile(file, context.workingFolder), system) };
  }
  if (parsed.has("raw") && system !== undefined)
    throw invalid("--raw has no place for --system; put it into the text.");
  const text = await readPrompt(parsed, context);
  if (parsed.has("raw")) return { kind: "raw", text };
  return { kind: "chat", turns: addSystem([[{ role: "user", content: text }]], system) };
}

async function readPrompt(parsed: ParsedFlags, { terminal, interruption }: CommandContext): Promise<string> {
  const typed = parsed.text("prompt");
  if (typed === undefined && terminal.input.isTerminal) {
    throw invalid("There is nothing to answer: give --prompt TEXT, --messages FILE, or pipe a text in.");
  }
  const text = typed ?? (await terminal.input.readAll(interruption.signal)).trimEnd();
  requirePrompt(text, typed === undefined ? "stdin" : "--prompt");
  return text;
}

async function readTurnsFile(file: string, workingFolder: string): Promise<Turn[]> {
  let text: string;
  try {
    text = await readFile(resolve(workingFolder, file), "utf8");
  } catch (error) {
    throw invalid(`--messages ${file} cannot be read: ${whyUnusable(error)}. Name a JSON file.`);
  }
  return readTurns(text, file);
}

function addSystem(turns: readonly Turn[], system: string | undefined): readonly Turn[] {
  const [first, ...rest] = turns;
  if (system === undefined || first === undefined) return turns;
  if (first.some(({ role }) => role === "system")) {
    throw invalid("The file of --messages has a system message already; leave --system out.");
  }
  const message: PromptMessage = { role: "system", content: system };
  return [[message, ...first], ...rest];
}
