import { z } from "zod";
import { OutriderError } from "../contract/outrider-error.ts";

/** A kind of file that Outrider writes for people to pass around, and takes in from whoever they have it from. */
export interface ExportedKind<Schema extends z.ZodType> {
  /** As in "The chat was not taken in". */
  readonly noun: string;
  readonly format: string;
  readonly version: number;
  /** Characters. */
  readonly limit: number;
  readonly schema: Schema;
}

/**
 * Reads somebody else's file as far as a schema can tell. Its size, kind and version are looked at first, and said in
 * plain words.
 *
 * @throws OutriderError invalid-input with the reason
 */
export function readExportedJson<Schema extends z.ZodType>(text: string, kind: ExportedKind<Schema>): z.output<Schema> {
  const { noun, schema } = kind;
  requireSize(text, kind);
  const content = parse(text, noun);
  requireKind(content, kind);
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? "the file" : issue.path.join(".");
  throw refusal(noun, `It is no valid ${noun} at ${place.slice(0, 200)}: ${issue?.message ?? "not understood"}.`);
}

/** @throws OutriderError invalid-input where the file is longer than any of its kind */
export function requireSize(text: string, { noun, limit }: Pick<ExportedKind<z.ZodType>, "noun" | "limit">): void {
  if (text.length > limit) throw refusal(noun, `It is too large: at most ${limit / 1_000_000} MB are taken in.`);
}

export function refusal(noun: string, reason: string, cause?: unknown): OutriderError {
  return new OutriderError("invalid-input", `The ${noun} was not taken in. ${reason}`, { cause });
}

function parse(text: string, noun: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refusal(noun, "It is not JSON.", cause);
  }
}

const head = z.object({ format: z.unknown(), version: z.unknown() });

function requireKind(content: unknown, { noun, format, version }: ExportedKind<z.ZodType>): void {
  const found = head.safeParse(content).data;
  if (found?.format !== format) {
    throw refusal(
      noun,
      isOurs(found?.format)
        ? `It is a file of another kind (${found?.format}). Chats are imported beside New chat, traces in the inspector.`
        : `It is not a ${noun} of Outrider. Choose a file that was exported as JSON.`,
    );
  }
  if (found.version !== version) {
    const said = found.version === undefined ? "none" : String(JSON.stringify(found.version)).slice(0, 20);
    throw refusal(noun, `It is of version ${said}, and this Outrider reads version ${version}.`);
  }
}

function isOurs(format: unknown): boolean {
  return format === "outrider-chat" || format === "outrider-trace";
}
