/** A reply on its own, to be kept, compared or shown to others; described in docs/trace-format.md. */
import { z } from "zod";
import { summarySchema } from "./summary.ts";
import { roundSchema } from "./trace.ts";

/** Raised whenever a reader of the old one would go wrong. */
export const TRACE_FILE_VERSION = 1;

/** Characters of a trace file that is taken in: some 100,000 tokens with figures only, 15,000 with all candidates. */
export const TRACE_FILE_LIMIT = 32_000_000;

export const traceFileSchema = z.object({
  format: z.literal("outrider-trace"),
  version: z.literal(TRACE_FILE_VERSION),
  /** Of the Outrider that wrote the file. */
  outrider: z.string().max(100),
  /** ISO 8601. */
  exportedAt: z.iso.datetime(),
  /** What was answered; null where that is not known. */
  question: z.string().nullable(),
  reply: z.object({ text: z.string(), status: z.enum(["complete", "stopped", "failed"]) }),
  /** Null for a reply that failed. Models are named by their files, without folders. */
  summary: summarySchema.nullable(),
  rounds: z.array(roundSchema).min(1),
});
export type TraceFile = z.infer<typeof traceFileSchema>;

/** `json`: the file that can be read in again. `csv`: a line for each round. `svg`: lanes and charts. `html`: a replay. */
export const traceExportFormatSchema = z.enum(["json", "csv", "svg", "html"]);
export type TraceExportFormat = z.infer<typeof traceExportFormatSchema>;
