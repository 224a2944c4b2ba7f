/**
 * What host and engine say to each other. Every request carries an id of the host's choosing; the engine answers it
 * with exactly one `result` or `failure`. A `generate` is answered by a row of `rounds` messages and then its result.
 */
import { z } from "zod";
import { measurementSchema, measureRequestSchema } from "./benchmark.ts";
import { fileIdentitySchema, keptCostsSchema } from "./costs.ts";
import { decodingSchema, kChoiceSchema, promptSchema } from "./decoding.ts";
import {
  loadedPairSchema,
  loadSettingsSchema,
  memoryForecastSchema,
  modelHeaderSchema,
  pairFitSchema,
} from "./loading.ts";
import { errorRecordSchema } from "./outrider-error.ts";
import { summarySchema } from "./summary.ts";
import { roundSchema } from "./trace.ts";
import { verificationSchema, verifyRequestSchema } from "./verification.ts";

const requestId = z.int().min(0);

export const loadRequestSchema = z.object({
  target: z.string().min(1),
  draft: z.string().min(1).nullable(),
  settings: loadSettingsSchema,
  /** What was learned at other times, perhaps of other pairs. What fits saves measuring. */
  keptCosts: z.array(keptCostsSchema).optional(),
});
export type LoadRequest = z.infer<typeof loadRequestSchema>;

export const generateRequestSchema = z.object({
  prompt: promptSchema,
  /** The reply's own first token ids: it is continued after them, and its text and tokens begin with them. */
  replyStart: z.array(z.int().min(0)).optional(),
  /** A token that the user picked: it comes first (after `replyStart`), whatever the models would have said. */
  chosen: z.int().min(0).optional(),
  decoding: decodingSchema,
});
export type GenerateRequest = z.infer<typeof generateRequestSchema>;

/** Request kind -> what it takes and what its result holds. */
export const engineRequests = {
  /** Loads the pair, in place of whatever was loaded. Queued behind running replies. */
  load: { input: loadRequestSchema, output: loadedPairSchema },
  unload: { input: z.object({}), output: z.null() },
  /** Reads a GGUF header; loads nothing. */
  inspect: { input: z.object({ path: z.string().min(1) }), output: modelHeaderSchema },
  /** What tells a model's file apart from others. */
  identify: { input: z.object({ path: z.string().min(1) }), output: fileIdentitySchema },
  /** Plans the memory of a pair; loads nothing. */
  forecast: { input: loadRequestSchema, output: memoryForecastSchema },
  /** Compares two GGUF headers; loads nothing. */
  fit: { input: z.object({ target: z.string().min(1), draft: z.string().min(1) }), output: pairFitSchema },
  /** What is known by now of the time that the loaded pair's passes take; null: nothing. Answered at once. */
  costs: { input: z.object({}), output: keptCostsSchema.nullable() },
  /** One reply; others wait in order. */
  generate: { input: generateRequestSchema, output: summarySchema },
  /** One reply, timed, for the benchmark; queued like a reply. Its rounds are sent, but not waited for. */
  measure: { input: measureRequestSchema, output: measurementSchema },
  /** Checks the loaded pair; replies wait until it is done. */
  verify: { input: verifyRequestSchema, output: verificationSchema },
  /** How many tokens of the target a plain text is; null where nothing is loaded. Answered while a reply runs. */
  count: { input: z.object({ text: z.string() }), output: z.int().min(0).nullable() },
  /** Answered at once even while a reply runs: a missed answer means the process hangs. */
  ping: { input: z.object({}), output: z.null() },
} as const;
export type EngineRequestKind = keyof typeof engineRequests;
export type EngineInput<Kind extends EngineRequestKind> = z.infer<(typeof engineRequests)[Kind]["input"]>;
export type EngineOutput<Kind extends EngineRequestKind> = z.infer<(typeof engineRequests)[Kind]["output"]>;

const request = <Kind extends EngineRequestKind, Input extends z.ZodType>(kind: Kind, input: Input) =>
  z.object({ type: z.literal("request"), id: requestId, kind: z.literal(kind), input });

export const toEngineSchema = z.union([
  request("load", engineRequests.load.input),
  request("unload", engineRequests.unload.input),
  request("inspect", engineRequests.inspect.input),
  request("identify", engineRequests.identify.input),
  request("forecast", engineRequests.forecast.input),
  request("fit", engineRequests.fit.input),
  request("costs", engineRequests.costs.input),
  request("generate", engineRequests.generate.input),
  request("measure", engineRequests.measure.input),
  request("verify", engineRequests.verify.input),
  request("count", engineRequests.count.input),
  request("ping", engineRequests.ping.input),
  /** Stops a running reply (it ends as `aborted`, keeping its tokens) or takes a waiting one out of the queue. */
  z.object({ type: z.literal("cancel"), id: requestId }),
  /** The k of a running reply, from its next round on. */
  z.object({ type: z.literal("set-k"), id: requestId, k: kChoiceSchema }),
  /** The host has taken in all `rounds` messages of a reply up to `sequence`. The engine never runs far ahead of it. */
  z.object({ type: z.literal("acknowledge"), id: requestId, sequence: z.int().min(0) }),
  /** Free everything and exit. */
  z.object({ type: z.literal("shut-down") }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

export const fromEngineSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("result"), id: requestId, value: z.unknown() }),
  z.object({ type: z.literal("failure"), id: requestId, error: errorRecordSchema }),
  /** Only for `load`, 0..1 over both models, and `verify`, 0..1 over its steps, with the step that begins. */
  z.object({
    type: z.literal("progress"),
    id: requestId,
    fraction: z.number().min(0).max(1),
    step: z.string().optional(),
  }),
  /** A reply left the queue. */
  z.object({ type: z.literal("started"), id: requestId, promptTokens: z.int(), cachedTokens: z.int() }),
  /** Rounds of a reply in order, batched; `sequence` counts up from 0 for each reply. */
  z.object({ type: z.literal("rounds"), id: requestId, sequence: z.int().min(0), rounds: z.array(roundSchema) }),
  z.object({ type: z.literal("log"), level: z.enum(["debug", "info", "warn", "error"]), text: z.string() }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;
