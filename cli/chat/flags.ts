import { decodingSchema } from "../../contract/decoding.ts";
import { loadSettingsSchema } from "../../contract/loading.ts";
import type { Flag } from "../arguments/flags.ts";
import type { FlagSection } from "../arguments/help-page.ts";

const decoding = decodingSchema.shape;
const loading = loadSettingsSchema.shape;

/** Settings of the reply: the contract's name of each, and its flag. */
export const decodingFlags = {
  drafter: {
    name: "drafter",
    value: "KIND",
    schema: decoding.drafter,
    help: "who guesses: the draft model (prompt lookup where there is none), prompt lookup, both, or nobody",
  },
  k: { name: "k", value: "N", schema: decoding.k, help: "tokens drafted per round; 0 is plain decoding" },
  maxDraftTokens: {
    name: "max-draft-tokens",
    value: "N",
    schema: decoding.maxDraftTokens,
    help: "a cap under any k",
  },
  minDraftTokens: {
    name: "min-draft-tokens",
    value: "N",
    schema: decoding.minDraftTokens,
    help: "send no shorter draft to the target",
  },
  minDraftConfidence: {
    name: "min-draft-confidence",
    value: "P",
    schema: decoding.minDraftConfidence,
    help: "end a model's draft where its best guess is less probable; 0 is off",
  },
  maxTokens: { name: "max-tokens", value: "N", schema: decoding.maxTokens, help: "tokens of a reply at the most" },
  temperature: { name: "temperature", value: "T", schema: decoding.temperature, help: "0 always takes the likeliest" },
  topK: { name: "top-k", value: "N", schema: decoding.topK, help: "sample from the N likeliest; 0 is off" },
  topP: { name: "top-p", value: "P", schema: decoding.topP, help: "sample from this share of probability; 1 is off" },
  minP: { name: "min-p", value: "P", schema: decoding.minP, help: "least probability, relative to the best; 0 is off" },
  repeatPenalty: {
    name: "repeat-penalty",
    value: "X",
    schema: decoding.repeatPenalty,
    help: "makes recent tokens less likely; 1 is off",
  },
  seed: {
    name: "seed",
    value: "N",
    schema: decoding.seed,
    help: "same seed, same reply at a fixed k and drafter; drawn where left out",
  },
  capture: {
    name: "capture",
    value: "LEVEL",
    schema: decoding.capture,
    help: "what the rounds of --json record",
  },
} as const satisfies Record<string, Flag>;

/** Settings of loading: the contract's name of each, and its flag. */
export const loadFlags = {
  contextSize: { name: "context", value: "N", schema: loading.contextSize, help: "tokens of context" },
  threads: { name: "threads", value: "N", schema: loading.threads, help: "threads that compute" },
  gpu: { name: "gpu", value: "KIND", schema: loading.gpu, help: "what computes" },
  gpuLayers: { name: "gpu-layers", value: "N", schema: loading.gpuLayers, help: "the target's layers on the GPU" },
  draftGpuLayers: {
    name: "draft-gpu-layers",
    value: "N",
    schema: loading.draftGpuLayers,
    help: "the draft's layers on the GPU",
  },
  kvType: { name: "kv-type", value: "TYPE", schema: loading.kvType, help: "type of the KV caches" },
  flashAttention: { name: "flash-attention", value: "MODE", schema: loading.flashAttention, help: "flash attention" },
} as const satisfies Record<string, Flag>;

const promptFlags: readonly Flag[] = [
  { name: "prompt", value: "TEXT", help: "what to answer; read from stdin where it is left out" },
  {
    name: "messages",
    value: "FILE",
    help: "a written chat, JSON [{role, content}, ...]: each user message without an answer gets one",
  },
  { name: "system", value: "TEXT", help: "the system prompt" },
  { name: "raw", help: "continue the prompt as it stands, without the model's chat template" },
];

/** Which models. */
export const pairFlags: readonly Flag[] = [
  { name: "target", value: "PATH|ID", help: "the model that answers (default: the bundled one)" },
  {
    name: "draft",
    value: "PATH|ID|lookup|off",
    help: "the model that guesses; lookup: prompt lookup, no model; off: plain decoding (default: the bundled one)",
  },
];

const outputFlags: readonly Flag[] = [
  { name: "show-rejected", help: "show rejected guesses where they fell" },
  { name: "json", help: "one JSON object a line: each round as it ends, then the summary" },
  { name: "help", help: "show this page" },
];

export const chatSections: readonly FlagSection[] = [
  { title: "Prompt", flags: promptFlags },
  { title: "Models", flags: pairFlags },
  {
    title: "Reply",
    flags: [
      ...Object.values(decodingFlags),
      { name: "stop", value: "TEXT", repeatable: true, help: "end before this text; may be given several times" },
    ],
  },
  { title: "Loading", flags: Object.values(loadFlags) },
  { title: "Output", flags: outputFlags },
];

export const chatFlags: readonly Flag[] = chatSections.flatMap(({ flags }) => flags);
