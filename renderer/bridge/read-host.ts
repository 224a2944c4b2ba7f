/** What comes from the host is checked here, whichever way it came. */
import type { CallAnswer } from "../../contract/bridge.ts";
import { type CallName, type CallOutput, calls } from "../../contract/calls.ts";
import { eventSchema, type HostEvent } from "../../contract/events.ts";
import { fromErrorRecord, OutriderError } from "../../contract/outrider-error.ts";

/** The value of an answer; throws the host's error, or one of its own where the value is not what the call promises. */
export function readAnswer<Name extends CallName>(name: Name, answer: CallAnswer | UnreadAnswer): CallOutput<Name> {
  if (!answer.ok) throw fromErrorRecord(answer.error);
  const read = calls[name].output.safeParse(answer.value);
  if (!read.success) {
    throw new OutriderError(
      "internal",
      `Outrider's answer to "${name}" is not what this window understands. Reload the window; if it stays, restart Outrider.`,
      { cause: read.error, details: read.error.message },
    );
  }
  // Safe: the schema just used is the one this name's output type is derived from; TypeScript cannot follow the lookup.
  return read.data as CallOutput<Name>;
}

/** An event, or null where the host said something that is none. */
export function readEvent(value: unknown): HostEvent | null {
  const read = eventSchema.safeParse(value);
  return read.success ? read.data : null;
}

type UnreadAnswer = { readonly ok: true; readonly value: unknown };
