import { OutriderError } from "../../contract/outrider-error.ts";
import { TRACE_FILE_LIMIT, TRACE_FILE_VERSION, type TraceFile, traceFileSchema } from "../../contract/trace-file.ts";
import { whatIsWrong } from "./check-trace.ts";

/**
 * Reads somebody else's trace. Nothing in it is believed: its size, its shape and whether it agrees with itself are
 * looked at before anything else is done with it.
 *
 * @throws OutriderError invalid-input with the reason
 */
export function readTraceFile(text: string): TraceFile {
  if (text.length > TRACE_FILE_LIMIT) {
    throw refusal(`It is too large: at most ${TRACE_FILE_LIMIT / 1_000_000} MB are taken in.`);
  }
  const content = parse(text);
  requireTrace(content);
  const parsed = traceFileSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue === undefined || issue.path.length === 0 ? "the file" : issue.path.join(".");
    throw refusal(`It is no valid trace at ${place.slice(0, 200)}: ${issue?.message ?? "not understood"}.`);
  }
  const wrong = whatIsWrong(parsed.data);
  if (wrong !== null) throw refusal(`It was damaged or changed. ${wrong}`);
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refusal("It is not JSON.", cause);
  }
}

/** Said in plain words, before the schema says it in its own. */
function requireTrace(content: unknown): void {
  if (
    typeof content !== "object" ||
    content === null ||
    !("format" in content) ||
    content.format !== "outrider-trace"
  ) {
    throw refusal("It is not a trace of Outrider. Choose a file that was exported as JSON.");
  }
  if (!("version" in content) || content.version !== TRACE_FILE_VERSION) {
    const version = "version" in content ? JSON.stringify(content.version).slice(0, 20) : "none";
    throw refusal(`It is of version ${version}, and this Outrider reads version ${TRACE_FILE_VERSION}.`);
  }
}

function refusal(reason: string, cause?: unknown): OutriderError {
  return new OutriderError("invalid-input", `The trace was not taken in. ${reason}`, { cause });
}
