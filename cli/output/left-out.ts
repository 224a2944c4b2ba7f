import type { ContextShift } from "../../contract/trace.ts";
import { countOf } from "./figures.ts";

/** What left the context before a reply, or in the middle of it. */
export function leftOutLine({ at, messages, tokens }: ContextShift): string {
  const what = `${messages === 1 ? "the oldest message" : `the ${messages} oldest messages`} (${countOf(tokens, "token")})`;
  return at === 0
    ? `Left out: ${what} no longer fitted the context.`
    : `The context was full after ${countOf(at, "token")} of the reply: ${what} left it.`;
}
