import { TRACE_FILE_LIMIT, TRACE_FILE_VERSION, type TraceFile, traceFileSchema } from "../../contract/trace-file.ts";
import { type ExportedKind, readExportedJson, refusal } from "../read-exported-json.ts";
import { whatIsWrongWithTrace } from "./check-trace.ts";

const kind: ExportedKind<typeof traceFileSchema> = {
  noun: "trace",
  format: "outrider-trace",
  version: TRACE_FILE_VERSION,
  limit: TRACE_FILE_LIMIT,
  schema: traceFileSchema,
};

/**
 * Reads somebody else's trace. Nothing in it is believed: its size, its shape and whether it agrees with itself are
 * looked at before anything else is done with it.
 *
 * @throws OutriderError invalid-input with the reason
 */
export function readTraceFile(text: string): TraceFile {
  const trace = readExportedJson(text, kind);
  const wrong = whatIsWrongWithTrace(trace);
  if (wrong !== null) throw refusal(kind.noun, `It was damaged or changed. ${wrong}`);
  return trace;
}
