import { z } from "zod";
import type { Flag } from "../arguments/flags.ts";
import type { FlagSection } from "../arguments/help-page.ts";
import { decodingFlags, loadFlags } from "../chat/flags.ts";
import { builtInCategories } from "./prompts.ts";

const countSchema = z.int().min(1).max(1000);

/** How often, and how much of it. */
export const amountFlags = {
  runs: {
    name: "runs",
    value: "N",
    schema: countSchema.default(1),
    help: "times every prompt is decoded by every arm",
  },
  warmup: {
    name: "warmup",
    value: "N",
    schema: z.int().min(0).max(100).default(1),
    help: "short replies of every arm before anything counts",
  },
  limit: { name: "limit", value: "N", schema: countSchema, help: "prompts of each category at the most" },
  seed: {
    name: "seed",
    value: "N",
    schema: z.int().min(0).max(0xffff_0000).default(1),
    help: "of the order, and of sampled replies",
  },
} as const satisfies Record<string, Flag>;

const { maxDraftTokens, minDraftTokens, minDraftConfidence, maxTokens, temperature, topK, topP, minP, repeatPenalty } =
  decodingFlags;

/** Settings of the replies that are the same for all arms. */
export const replyFlags = {
  // Without the schema's default, which is the chat's.
  maxTokens: { ...maxTokens, schema: maxTokens.schema.unwrap(), help: "tokens of a reply at the most; 128, quick 32" },
  temperature,
  topK,
  topP,
  minP,
  repeatPenalty,
  maxDraftTokens,
  minDraftTokens,
  minDraftConfidence,
} as const satisfies Record<string, Flag>;

export const benchSections: readonly FlagSection[] = [
  {
    title: "Models",
    flags: [
      { name: "target", value: "PATH|ID", help: "the model that answers (default: the bundled one)" },
      { name: "draft", value: "PATH|ID|lookup|off", help: "the model that guesses (default: the bundled one)" },
    ],
  },
  {
    title: "Arms (what is compared; plain decoding is always one)",
    flags: [
      { name: "drafter", value: "LIST", help: "model, lookup, lookup+model; each with every k" },
      { name: "k", value: "LIST", help: "0 to 16 and auto, such as 1,3,7,auto" },
      {
        name: "arms",
        value: "LIST",
        help: "or by name: model:3, lookup:auto, off@candidates, library-plain, library-draft, library-draft:3, library-lookup",
      },
    ],
  },
  {
    title: "Prompts",
    flags: [
      { name: "prompts", value: "FILE|builtin", help: "a text file, a line %%% category/name above each prompt" },
      { name: "prompt", value: "TEXT", help: "a single prompt" },
      { name: "categories", value: "LIST", help: `some of ${builtInCategories.join(", ")}, or of your file's` },
      amountFlags.limit,
    ],
  },
  {
    title: "Amount",
    flags: [
      amountFlags.runs,
      amountFlags.warmup,
      {
        name: "quick",
        help: "few arms, a prompt of each category, short replies: about two minutes on the bundled pair",
      },
    ],
  },
  { title: "Replies", flags: [...Object.values(replyFlags), amountFlags.seed] },
  { title: "Loading", flags: Object.values(loadFlags) },
  {
    title: "Output",
    flags: [
      {
        name: "out",
        value: "FILE",
        help: "results as they come, a JSON object a line; started again with it, goes on",
      },
      { name: "note", value: "TEXT", help: "kept with the results, such as what else the machine did" },
      { name: "json", help: "settings, every measurement and the report as one JSON document" },
      { name: "csv", help: "every measurement as a line" },
      { name: "markdown", help: "the report's tables in Markdown" },
      { name: "help", help: "show this page" },
    ],
  },
];

export const benchFlags: readonly Flag[] = benchSections.flatMap(({ flags }) => flags);
