import { z } from "zod";

export const errorKindSchema = z.enum([
  /** The caller asked for something that cannot be: a wrong flag, an empty prompt, k = 17. */
  "invalid-input",
  "not-found",
  /** The file is no GGUF, is cut short, or fails its checksum. */
  "model-unreadable",
  /** A draft that cannot serve this target. */
  "pair-mismatch",
  "out-of-memory",
  /** The conversation does not fit the context. */
  "context-full",
  "cancelled",
  /** The window has lost its way to the host. */
  "disconnected",
  "engine-crashed",
  "engine-failed",
  "storage",
  /** A server could not be reached, refused, or sent something else than what was asked for. */
  "network",
  /** A bug in Outrider. */
  "internal",
]);
export type ErrorKind = z.infer<typeof errorKindSchema>;

/** How an error crosses a process boundary. */
export const errorRecordSchema = z.object({
  kind: errorKindSchema,
  message: z.string(),
  /** Lines for whoever looks closer: native log, stack. Never needed to understand the message. */
  details: z.string().optional(),
});
export type ErrorRecord = z.infer<typeof errorRecordSchema>;

/** The one error type of the project. `message` names the thing, the cause and the next step, for a person. */
export class OutriderError extends Error {
  override readonly name = "OutriderError";
  readonly kind: ErrorKind;
  readonly details: string | undefined;

  constructor(kind: ErrorKind, message: string, options: { cause?: unknown; details?: string | undefined } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.details = options.details;
  }
}

/** What anything thrown says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Turns anything thrown into a record; what is not an OutriderError is a bug and says so by its kind. */
export function toErrorRecord(error: unknown): ErrorRecord {
  if (error instanceof OutriderError) {
    return {
      kind: error.kind,
      message: error.message,
      ...(error.details === undefined ? {} : { details: error.details }),
    };
  }
  if (error instanceof Error) {
    return { kind: "internal", message: error.message, ...(error.stack === undefined ? {} : { details: error.stack }) };
  }
  return { kind: "internal", message: messageOf(error) };
}

/** The other end of {@link toErrorRecord}. */
export function fromErrorRecord(record: ErrorRecord): OutriderError {
  return new OutriderError(record.kind, record.message, { details: record.details });
}
