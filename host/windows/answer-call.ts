import type { z } from "zod";
import type { CallAnswer } from "../../contract/bridge.ts";
import { type CallArguments, type CallName, type CallOutput, calls } from "../../contract/calls.ts";
import { OutriderError, toErrorRecord } from "../../contract/outrider-error.ts";

/** One handler for every call of the contract; a missing one is a type error. */
export type CallHandlers = {
  readonly [Name in CallName]: (input: CallArguments<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>;
};

/** Validates a call that came from another process and answers it. Errors come back as values; it never throws. */
export async function answerCall(handlers: CallHandlers, name: string, input: unknown): Promise<CallAnswer> {
  try {
    if (!isCallName(name)) throw new OutriderError("invalid-input", `There is no call named ${name.slice(0, 100)}.`);
    return { ok: true, value: await perform(handlers, name, input) };
  } catch (error) {
    return { ok: false, error: toErrorRecord(error) };
  }
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

function perform<Name extends CallName>(
  handlers: CallHandlers,
  name: Name,
  input: unknown,
): CallOutput<Name> | Promise<CallOutput<Name>> {
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) throw invalidInput(name, parsed.error);
  // Schema and handler were picked by the same name, which the compiler cannot follow through the two tables.
  return handlers[name](parsed.data as CallArguments<Name>);
}

function invalidInput(name: CallName, { issues }: z.ZodError): OutriderError {
  const [issue] = issues;
  const reason = issue?.message ?? "not valid";
  // The contract has whole sentences for what a person can get wrong; the rest is for whoever wrote the window.
  const message = reason.endsWith(".") ? reason : `${[name, ...(issue?.path ?? [])].join(" ")}: ${reason}.`;
  return new OutriderError("invalid-input", message, { details: JSON.stringify(issues) });
}
