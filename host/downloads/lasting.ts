import type { OutriderError } from "../../contract/outrider-error.ts";

const marked = new WeakSet<OutriderError>();

/** Marks an error that a further attempt would only repeat. */
export function lasting(error: OutriderError): OutriderError {
  marked.add(error);
  return error;
}

export function isLasting(error: OutriderError): boolean {
  return marked.has(error);
}
